"""An echo and a room by FastAPI, as its guide writes them."""

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

app = FastAPI()


@app.websocket("/ws/echo")
async def echo(websocket: WebSocket):
    await websocket.accept()
    while (message := await websocket.receive())["type"] == "websocket.receive":
        if message.get("text") is not None:
            await websocket.send_text(message["text"])
        else:
            await websocket.send_bytes(message["bytes"])


class ConnectionManager:
    def __init__(self):
        self.members: list[WebSocket] = []

    async def broadcast(self, text: str):
        for member in self.members:
            await member.send_text(text)


manager = ConnectionManager()


@app.websocket("/ws/room")
async def room(websocket: WebSocket):
    await websocket.accept()
    manager.members.append(websocket)
    try:
        while True:
            await manager.broadcast(await websocket.receive_text())
    except WebSocketDisconnect:
        manager.members.remove(websocket)
