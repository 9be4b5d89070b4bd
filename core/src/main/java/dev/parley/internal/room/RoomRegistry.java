package dev.parley.internal.room;

import dev.parley.CloseCode;
import dev.parley.Member;
import dev.parley.Room;
import dev.parley.RoomOptions;
import dev.parley.Rooms;
import dev.parley.Seat;
import dev.parley.SlowPolicy;
import dev.parley.WebSocket;
import dev.parley.WebSocketException;
import dev.parley.broker.Broker;
import dev.parley.broker.Publication;
import dev.parley.internal.json.JsonCodec;
import dev.parley.internal.protocol.FrameWriter;
import dev.parley.internal.room.Membership.Delivery;
import dev.parley.internal.time.TimeSource;
import dev.parley.internal.work.LockingWork;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The rooms of a node and the members they have here. Safe to use from any thread. */
public final class RoomRegistry implements Rooms {
  private static final int MAX_NAME_LENGTH = 255;

  /** How many bytes of publications may wait for event loops before a publisher has to. */
  private static final long MAX_WAITING_BYTES = 64L * 1024 * 1024;

  private static final long PUBLISHER_NAP_NANOS = 200_000;
  private static final long PUBLISHER_PATIENCE_NANOS = 10_000_000_000L;

  private final Map<String, RoomMembers> rooms = new ConcurrentHashMap<>();

  /** Held by whoever changes rooms or their members. An event loop must not wait for it. */
  private final ReentrantLock changing = new ReentrantLock();

  private final LockingWork work = new LockingWork();

  private final AtomicLong waitingBytes = new AtomicLong();
  private final Map<String, RoomOptions> optionsByPattern;
  private final JsonCodec json;
  private final TimeSource time;
  private final Broker broker;
  private final SlowMembers slowMembers = new SlowMembers();

  /** Creates a registry whose publications stay on this node. */
  public RoomRegistry(Map<String, RoomOptions> optionsByPattern, JsonCodec json, TimeSource time) {
    this(optionsByPattern, json, time, new InMemoryBroker());
  }

  RoomRegistry(
      Map<String, RoomOptions> optionsByPattern, JsonCodec json, TimeSource time, Broker broker) {
    this.optionsByPattern = Map.copyOf(optionsByPattern);
    this.json = json;
    this.time = time;
    this.broker = broker;
    broker.start(this::deliver);
  }

  @Override
  public Room room(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      throw new IllegalArgumentException(
          "A room's name has "
              + name.length()
              + " characters; expected 1 to "
              + MAX_NAME_LENGTH
              + ".");
    }
    return new NamedRoom(name, options(name));
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(rooms.keySet());
  }

  /** What slow members have cost so far. */
  public SlowMembers slowMembers() {
    return slowMembers;
  }

  private RoomOptions options(String name) {
    var exact = optionsByPattern.get(name);
    if (exact != null) {
      return exact;
    }
    return optionsByPattern.entrySet().stream()
        .filter(entry -> fits(entry.getKey(), name))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(Map.Entry::getValue)
        .orElseGet(RoomOptions::defaults);
  }

  private static boolean fits(String pattern, String name) {
    return pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1));
  }

  private Membership join(String name, Membership candidate) {
    var joined = add(name, candidate);
    if (joined == candidate) {
      var loop = candidate.connection().loop();
      loop.execute(() -> candidate.whenEnded(() -> removeWithoutWaiting(name, candidate)));
      if (!candidate.connection().enterRoom()) {
        leave(name, candidate);
        throw new WebSocketException(CloseCode.POLICY_VIOLATION, "In too many rooms.");
      }
    }
    return joined;
  }

  private Membership add(String name, Membership candidate) {
    changing.lock();
    try {
      var room = rooms.get(name);
      if (room == null) {
        broker.subscribe(name);
        room = new RoomMembers(waitingBytes);
        rooms.put(name, room);
      }
      return room.join(candidate);
    } finally {
      changing.unlock();
    }
  }

  private void leave(String name, Membership membership) {
    change(
        name,
        room -> {
          if (membership.removeSeat()) {
            room.remove(membership);
            membership.connection().leaveRoom();
          }
        });
  }

  /**
   * Forgets the membership of a connection that has ended. For its event loop, which may carry the
   * thread that is next to get the lock: to wait behind that would be for ever.
   */
  private void removeWithoutWaiting(String name, Membership membership) {
    if (!changing.tryLock()) {
      work.execute(() -> change(name, room -> room.remove(membership)));
      return;
    }
    try {
      change(name, room -> room.remove(membership));
    } finally {
      changing.unlock();
    }
  }

  private void change(String name, Consumer<RoomMembers> change) {
    changing.lock();
    try {
      var room = rooms.get(name);
      if (room == null) {
        return;
      }
      change.accept(room);
      if (room.isEmpty()) {
        rooms.remove(name);
        broker.unsubscribe(name);
      }
    } finally {
      changing.unlock();
    }
  }

  private void publish(NamedRoom room, Object message, Optional<String> excluded) {
    awaitLoops();
    broker.publish(room.name(), publication(room, message, excluded));
  }

  private Publication publication(NamedRoom room, Object message, Optional<String> excluded) {
    var key =
        room.options.slowPolicy() instanceof SlowPolicy.KeepLatest(var keyOf)
            ? Optional.ofNullable(keyOf.apply(message)).map(Object::toString)
            : Optional.<String>empty();
    return switch (message) {
      case String text ->
          new Publication(Publication.Kind.TEXT, FrameWriter.utf8(text), key, excluded);
      case byte[] bytes -> new Publication(Publication.Kind.BINARY, bytes, key, excluded);
      default -> new Publication(Publication.Kind.TEXT, json.write(message), key, excluded);
    };
  }

  private void deliver(String topic, Publication publication) {
    var room = rooms.get(topic);
    if (room != null) {
      byte[] frame =
          publication.kind() == Publication.Kind.TEXT
              ? FrameWriter.textOfUtf8(publication.payload())
              : FrameWriter.binary(publication.payload());
      room.deliver(
          new Delivery(
              frame,
              room.compressed(frame),
              publication.key(),
              publication.excludedConnectionId().orElse(null)));
    }
  }

  /**
   * Waits while the event loops cannot keep up with publishers, so that what waits for them stays
   * bounded. An interrupted publisher waits too: its farewell to a room is a publication as well.
   */
  private void awaitLoops() {
    if (waitingBytes.get() <= MAX_WAITING_BYTES) {
      return;
    }
    boolean interrupted = false;
    try {
      long deadline = time.nanoTime() + PUBLISHER_PATIENCE_NANOS;
      while (waitingBytes.get() > MAX_WAITING_BYTES) {
        if (time.nanoTime() - deadline >= 0) {
          throw new IllegalStateException(
              "The event loops did not keep up with publications for 10 s; nothing was sent.");
        }
        LockSupport.parkNanos(PUBLISHER_NAP_NANOS);
        // Parking returns at once while the flag is set.
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private final class NamedRoom implements Room {
    private final String name;
    private final RoomOptions options;

    NamedRoom(String name, RoomOptions options) {
      this.name = name;
      this.options = options;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Seat join(WebSocket ws) {
      return join(ws, Optional.empty());
    }

    @Override
    public Seat join(WebSocket ws, Object identity) {
      return join(ws, Optional.of(identity));
    }

    private Seat join(WebSocket ws, Optional<Object> identity) {
      if (!(ws instanceof MemberSource source)) {
        throw new IllegalArgumentException("Only a connection of a Parley server can join a room.");
      }
      var connection = source.member();
      var member = new Member(connection.id(), identity, time.now());
      return new RoomSeat(
          this,
          RoomRegistry.this.join(name, new Membership(connection, member, options, slowMembers)));
    }

    @Override
    public void publish(Object message) {
      RoomRegistry.this.publish(this, message, Optional.empty());
    }

    @Override
    public int size() {
      var members = rooms.get(name);
      return members == null ? 0 : members.size();
    }

    @Override
    public List<Member> members() {
      var members = rooms.get(name);
      return members == null ? List.of() : members.members();
    }

    @Override
    public String toString() {
      return "Room " + name;
    }
  }

  private final class RoomSeat implements Seat {
    private final NamedRoom room;
    private final Membership membership;
    private final AtomicBoolean closed = new AtomicBoolean();

    RoomSeat(NamedRoom room, Membership membership) {
      this.room = room;
      this.membership = membership;
    }

    @Override
    public Room room() {
      return room;
    }

    @Override
    public void publish(Object message) {
      room.publish(message);
    }

    @Override
    public void publishToOthers(Object message) {
      RoomRegistry.this.publish(room, message, Optional.of(membership.connection().id()));
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        leave(room.name(), membership);
      }
    }
  }
}
