export const texts = {
  tagline: { en: "WebSocket services in plain, straight-line Java", zh: "用朴素、直线式的 Java 编写 WebSocket 服务" },
  title: { en: "The guide, live", zh: "在线指南" },
  intro: {
    en: "Each section shows the Java that serves it, taken from Guide.java as it runs, the Python it replaces, and a console that speaks to it. A connection is one method on a virtual thread: no callbacks, no event-loop rules.",
    zh: "每一节都显示正在运行的 Guide.java 中的代码、它所替代的 Python 代码，以及可以直接对话的控制台。一个连接就是虚拟线程上的一个方法：没有回调，也没有事件循环的规矩。",
  },
  java: { en: "Guide.java", zh: "Guide.java" },
  python: { en: "The same in FastAPI", zh: "FastAPI 中的写法" },
  live: { en: "Live", zh: "在线试用" },
  connect: { en: "Connect", zh: "连接" },
  disconnect: { en: "Close", zh: "关闭" },
  sendText: { en: "Send text", zh: "发送文本" },
  sendBinary: { en: "Send hex", zh: "发送十六进制" },
  request: { en: "Send", zh: "发送" },
  message: { en: "Message, or bytes in hex", zh: "消息，或十六进制字节" },
  empty: { en: "Nothing yet.", zh: "暂无内容。" },
  open: { en: "Open", zh: "已连接" },
  connecting: { en: "Connecting", zh: "连接中" },
  closed: { en: "Closed", zh: "已关闭" },
  ownCode: { en: "a code of the application", zh: "应用自定义的关闭码" },
  refused: {
    en: "refused before the handshake: an HTTP status, which browsers do not show to pages",
    zh: "握手前被拒绝：返回 HTTP 状态码，浏览器不会把它告诉页面",
  },
};

export const closeCodes = {
  1000: { en: "Normal closure", zh: "正常关闭" },
  1001: { en: "Going away, such as a page that is left", zh: "离开（如刷新页面）" },
  1002: { en: "Protocol error", zh: "协议错误" },
  1003: { en: "Unsupported kind of data", zh: "不支持的数据类型" },
  1005: { en: "No code was given", zh: "未给出关闭码" },
  1006: { en: "Connection lost", zh: "连接丢失" },
  1007: { en: "Content that does not fit its kind", zh: "内容与类型不符" },
  1008: { en: "Policy violation", zh: "违反策略" },
  1009: { en: "Message too big", zh: "消息过大" },
  1011: { en: "Server error", zh: "服务器错误" },
  1012: { en: "Service restart", zh: "服务重启" },
  1013: { en: "Try again later", zh: "请稍后再试" },
};

const hello = { en: "Say hello", zh: "打个招呼" };
const valid = { en: "Valid token", zh: "有效令牌" };
const wrong = { en: "Wrong token", zh: "错误令牌" };
const none = { en: "No token", zh: "没有令牌" };

export const sections = [
  {
    id: "basic",
    java: "Basic endpoint",
    title: { en: "A basic endpoint", zh: "基础 WebSocket 端点" },
    about: [
      {
        en: "The loop is the connection. It ends when the client leaves; nothing needs to be caught, and nobody needs to call accept().",
        zh: "循环就是连接。客户端离开时循环自然结束；不需要捕获异常，也不需要调用 accept()。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()
    while True:
        data = await websocket.receive_text()
        await websocket.send_text(f"Echo: {data}")`,
    consoles: [{ name: "echo", path: "/ws", text: "Hello Server" }],
  },
  {
    id: "text",
    java: "Text",
    title: { en: "Text messages", zh: "文本消息" },
    about: [
      {
        en: "A binary message here is the wrong kind: the connection is closed with 1003, a clear answer instead of a crash.",
        zh: "在这里发送二进制消息属于类型错误：连接以 1003 关闭，而不是崩溃。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()

    await websocket.send_text("Hello Client")

    text = await websocket.receive_text()
    print(f"Received: {text}")`,
    consoles: [{ name: "text", path: "/ws/text", text: "00 ff" }],
  },
  {
    id: "json",
    java: "JSON, and closing",
    title: { en: "JSON messages, and closing", zh: "JSON 消息与关闭连接" },
    about: [
      {
        en: "Malformed JSON closes with 1007. {\"type\":\"quit\"} closes with 1000 and a reason.",
        zh: "格式错误的 JSON 以 1007 关闭。{\"type\":\"quit\"} 以 1000 和原因关闭。",
      },
    ],
    closeCodes: true,
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()

    try:
        while True:
            data = await websocket.receive_json()

            if data.get("type") == "quit":
                await websocket.close(code=1000, reason="Goodbye")
                break

    except WebSocketDisconnect as e:
        print(f"Disconnected: code={e.code}, reason={e.reason}")`,
    consoles: [
      {
        name: "json",
        path: "/ws/json",
        text: '{"hello": "world"}',
        presets: [
          { name: "object", label: { en: "Send an object", zh: "发送对象" }, send: '{"hello": "world"}', connect: false },
          { name: "quit", label: { en: "Quit", zh: "退出" }, send: '{"type": "quit"}', connect: false },
          { name: "broken", label: { en: "Malformed", zh: "格式错误" }, send: '{"oops', connect: false },
        ],
      },
    ],
  },
  {
    id: "binary",
    java: "Binary",
    title: { en: "Binary messages", zh: "二进制消息" },
    about: [{ en: "Three bytes as a greeting, then whatever you send comes back.", zh: "先收到三个字节的问候，之后原样返回所发送的内容。" }],
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()

    await websocket.send_bytes(b"\\x00\\x01\\x02")

    data = await websocket.receive_bytes()`,
    consoles: [{ name: "binary", path: "/ws/binary", text: "ca fe" }],
  },
  {
    id: "any",
    java: "Generic receive",
    title: { en: "Generic receive", zh: "通用接收" },
    about: [
      {
        en: "A message is a sealed type, and the compiler checks that the switch covers every kind of it.",
        zh: "消息是密封类型，编译器会检查 switch 是否覆盖所有种类。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()

    while True:
        message = await websocket.receive()

        if message["type"] == "websocket.receive":
            if "text" in message:
                print(f"Text: {message['text']}")
            elif "bytes" in message:
                print(f"Bytes: {message['bytes']}")
        elif message["type"] == "websocket.disconnect":
            print("Client disconnected")
            break`,
    consoles: [{ name: "any", path: "/ws/any", text: "01 02 03" }],
  },
  {
    id: "path",
    java: "Path parameters",
    title: { en: "Path parameters", zh: "路径参数" },
    about: [{ en: "Typed and percent-decoded before the handler runs.", zh: "在处理方法运行之前完成类型转换和百分号解码。" }],
    python: `@app.websocket("/ws/{client_id}")
async def websocket_endpoint(websocket: WebSocket, client_id: str):
    await websocket.accept()
    await websocket.send_text(f"Hello, {client_id}")

    while True:
        data = await websocket.receive_text()
        await websocket.send_text(f"{client_id}: {data}")`,
    consoles: [{ name: "path", path: "/ws/clients/J%C3%BCrgen%20%26%20Li", text: "hello" }],
  },
  {
    id: "query",
    java: "Query parameters",
    title: { en: "Query parameters", zh: "查询参数" },
    about: [
      {
        en: "close(4001) before anything was accepted reaches the client with its code; in FastAPI it becomes an anonymous 403.",
        zh: "在接受之前调用 close(4001)，客户端也能收到关闭码；而在 FastAPI 中它会变成无名的 403。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(
    websocket: WebSocket,
    token: str | None = None,
    room: str = "default"
):
    if not token or not verify_token(token):
        await websocket.close(code=4001, reason="Unauthorized")
        return

    await websocket.accept()
    await websocket.send_text(f"Joined room: {room}")`,
    consoles: [
      {
        name: "query",
        path: "/ws/query?token=abc123&room=general",
        presets: [
          { name: "valid", label: valid, path: "/ws/query?token=abc123&room=general" },
          { name: "wrong", label: wrong, path: "/ws/query?token=nope" },
          { name: "none", label: none, path: "/ws/query" },
        ],
      },
    ],
  },
  {
    id: "auth-query",
    java: "Authentication by query",
    title: { en: "Authentication 1: query token", zh: "认证方式 1：查询参数" },
    about: [
      {
        en: "A required parameter that is missing is refused before the handshake, with 422 and a JSON body that names it.",
        zh: "缺少必需参数时，在握手之前就以 422 拒绝，JSON 响应体会指出参数名。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(
    websocket: WebSocket,
    token: str = Query(...)
):
    try:
        user = verify_token(token)
    except InvalidToken:
        await websocket.close(code=4001, reason="Invalid token")
        return

    await websocket.accept()`,
    consoles: [
      {
        name: "auth-query",
        path: "/ws/auth/query?token=abc123",
        presets: [
          { name: "valid", label: valid, path: "/ws/auth/query?token=abc123" },
          { name: "wrong", label: wrong, path: "/ws/auth/query?token=nope" },
          { name: "none", label: none, path: "/ws/auth/query" },
        ],
      },
    ],
  },
  {
    id: "auth-message",
    java: "Authentication by first message",
    title: { en: "Authentication 2: first message", zh: "认证方式 2：首条消息认证" },
    about: [
      {
        en: "Keeps the token out of the URL. Five seconds to send it, then 4000; anything but a valid token is 4001.",
        zh: "令牌不会出现在 URL 中。五秒内必须发送，否则以 4000 关闭；无效令牌以 4001 关闭。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()

    try:
        auth_message = await asyncio.wait_for(
            websocket.receive_json(),
            timeout=5.0
        )

        if auth_message.get("type") != "auth":
            raise ValueError("Expected auth message")

        token = auth_message.get("token")
        user = verify_token(token)

    except asyncio.TimeoutError:
        await websocket.close(code=4000, reason="Auth timeout")
        return
    except Exception:
        await websocket.close(code=4001, reason="Auth failed")
        return

    await websocket.send_json({"type": "auth_success", "user": user.name})

    while True:
        data = await websocket.receive_json()
        await handle_message(websocket, user, data)`,
    consoles: [
      {
        name: "auth-message",
        path: "/ws/auth/message",
        text: '{"type": "auth", "token": "abc123"}',
        presets: [
          { name: "valid", label: valid, send: '{"type": "auth", "token": "abc123"}', connect: false },
          { name: "wrong", label: wrong, send: '{"type": "auth", "token": "nope"}', connect: false },
        ],
      },
    ],
  },
  {
    id: "auth-cookie",
    java: "Authentication by cookie",
    title: { en: "Authentication 3: cookie", zh: "认证方式 3：Cookie" },
    about: [
      {
        en: "A page of another origin cannot use the cookie of your users: its handshake is refused with 403 by default.",
        zh: "其他来源的页面无法冒用用户的 Cookie：默认情况下它的握手会被 403 拒绝。",
      },
    ],
    python: `async def get_user_from_cookie(
    session_id: str | None = Cookie(None)
) -> User | None:
    if not session_id:
        return None
    return await get_user_by_session(session_id)

@app.websocket("/ws")
async def websocket_endpoint(
    websocket: WebSocket,
    user: User | None = Depends(get_user_from_cookie)
):
    if not user:
        await websocket.close(code=4001)
        return

    await websocket.accept()`,
    consoles: [
      {
        name: "auth-cookie",
        path: "/ws/auth/cookie",
        presets: [
          { name: "valid", label: { en: "With session", zh: "有会话" }, cookie: "session_id=session-alice; SameSite=Strict; path=/" },
          { name: "none", label: { en: "Without", zh: "没有会话" }, cookie: "session_id=; Max-Age=0; path=/" },
        ],
      },
    ],
  },
  {
    id: "rooms",
    java: "Dependencies: rooms and a database",
    title: { en: "Dependencies: rooms and a database", zh: "与依赖注入配合：房间与数据库" },
    about: [
      {
        en: "The seat is left whatever ends the connection. The database is opened for each message and not held while a socket idles.",
        zh: "无论连接因何结束，座位都会自动释放。数据库只在处理每条消息时打开，空闲的连接不会占用它。",
      },
    ],
    python: `async def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()

class ConnectionManager:
    def __init__(self):
        self.active_connections: list[WebSocket] = []

    async def connect(self, websocket: WebSocket):
        await websocket.accept()
        self.active_connections.append(websocket)

    def disconnect(self, websocket: WebSocket):
        self.active_connections.remove(websocket)

    async def broadcast(self, message: str):
        for connection in self.active_connections:
            await connection.send_text(message)

manager = ConnectionManager()

@app.websocket("/ws/{room_id}")
async def websocket_endpoint(
    websocket: WebSocket,
    room_id: str,
    db = Depends(get_db),
    manager: ConnectionManager = Depends(get_manager)
):
    await manager.connect(websocket)

    try:
        while True:
            data = await websocket.receive_text()
            await manager.broadcast(f"Room {room_id}: {data}")
    except WebSocketDisconnect:
        manager.disconnect(websocket)`,
    consoles: [
      { name: "room-a", path: "/ws/rooms/lobby", text: "Hello, everybody" },
      { name: "room-b", path: "/ws/rooms/lobby", text: "Hello from the other one" },
    ],
    http: [{ name: "messages", method: "GET", path: "/rooms/lobby/messages" }],
  },
  {
    id: "http",
    java: "HTTP beside it",
    title: { en: "HTTP beside it", zh: "与 HTTP 端点配合" },
    about: [
      {
        en: "Any HTTP handler can push into a room. A body that does not fit is answered with 422 and every problem in it. Join the room lobby above to see what arrives.",
        zh: "任何 HTTP 处理方法都能向房间推送。不符合要求的请求体会得到 422 以及全部问题列表。先在上面加入房间 lobby，即可看到推送的消息。",
      },
    ],
    python: `class Message(BaseModel):
    content: str
    room: str

@app.post("/broadcast")
async def broadcast_message(message: Message):
    await manager.broadcast_to_room(message.room, message.content)
    return {"status": "sent"}`,
    consoles: [],
    http: [{ name: "broadcast", method: "POST", path: "/broadcast", body: '{"content": "News for all", "room": "lobby"}' }],
  },
  {
    id: "ticker",
    java: "Concurrency: two loops",
    title: { en: "Sending and receiving at once", zh: "同时发送和接收" },
    about: [
      {
        en: "Two loops on two virtual threads. The first failure stops the other, and nothing outlives the connection.",
        zh: "两个循环运行在两个虚拟线程上。第一个失败会停止另一个，任何任务都不会比连接活得更久。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()

    async def receiver():
        while True:
            data = await websocket.receive_text()
            print(f"Received: {data}")

    async def sender():
        while True:
            await asyncio.sleep(5)
            await websocket.send_text("Ping")

    try:
        await asyncio.gather(receiver(), sender())
    except WebSocketDisconnect:
        print("Disconnected")`,
    consoles: [{ name: "ticker", path: "/ws/ticker?seconds=1", text: "hello" }],
  },
  {
    id: "heartbeat",
    java: "Concurrency: a child task",
    title: { en: "A task beside the handler", zh: "后台任务：心跳" },
    about: [
      {
        en: "The task is cancelled when the handler ends, and its failure is not lost. Protocol pings are sent by the server in any case.",
        zh: "处理方法结束时任务会被取消，它的失败也不会丢失。协议层的 ping 由服务器自动发送。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    await websocket.accept()

    heartbeat_task = asyncio.create_task(heartbeat(websocket))

    try:
        while True:
            data = await websocket.receive_text()
            await process_message(websocket, data)
    except WebSocketDisconnect:
        pass
    finally:
        heartbeat_task.cancel()

async def heartbeat(websocket: WebSocket):
    while True:
        await asyncio.sleep(30)
        await websocket.send_json({"type": "ping"})`,
    consoles: [{ name: "heartbeat", path: "/ws/heartbeat?seconds=1", text: "hello" }],
  },
  {
    id: "pitfalls",
    java: "Pitfalls",
    title: { en: "Pitfalls that are none here", zh: "常见坑，在这里不是坑" },
    about: [
      {
        en: "A crash is closed with 1011 and a fixed text; the stack trace stays in the server's log. Forgetting accept() works. Blocking blocks nobody else. Timeouts are on by default.",
        zh: "崩溃会以 1011 和固定文本关闭；堆栈只写入服务器日志。忘记 accept() 也能工作。阻塞不会影响其他连接。默认启用超时。",
      },
    ],
    python: `@app.websocket("/ws")
async def websocket_endpoint(websocket: WebSocket):
    # accept() forgotten: the client gets an HTTP 500
    await websocket.send_text("hi")`,
    consoles: [
      { name: "crash", path: "/ws/crash", text: "boom" },
      { name: "forgot-accept", path: "/ws/forgot-accept", presets: [{ name: "hello", label: hello, path: "/ws/forgot-accept" }] },
    ],
  },
];
