package dev.parley.internal.connection;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory outside of the heap, which system calls read and write. One for each event loop. */
public final class DirectMemory {
  /** How many bytes it has. */
  public static final int BYTES = LoopContext.SCRATCH_BYTES;

  private final MemorySegment memory = Arena.ofAuto().allocate(BYTES);

  /** Where it begins. */
  public long address() {
    return memory.address();
  }

  /** Copies bytes from its beginning to that of an array. */
  public void get(byte[] target, int count) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, target, 0, count);
  }

  /** Copies bytes of an array to a place in it. */
  public void put(int to, byte[] source, int from, int count) {
    MemorySegment.copy(source, from, memory, ValueLayout.JAVA_BYTE, to, count);
  }
}
