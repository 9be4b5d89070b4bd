// An echo and a room by ws.
import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';

const echo = new WebSocketServer({ noServer: true });
const room = new WebSocketServer({ noServer: true });

echo.on('connection', (socket) => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, binary) => socket.send(data, { binary }));
});

room.on('connection', (socket) => {
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, binary) => {
    for (const member of room.clients) {
      if (member.readyState === WebSocket.OPEN) {
        member.send(data, { binary });
      }
    }
  });
});

const server = createServer();
server.on('upgrade', (request, connection, head) => {
  const route = request.url === '/ws/room' ? room : echo;
  route.handleUpgrade(request, connection, head, (socket) => route.emit('connection', socket, request));
});
server.listen({ host: '127.0.0.1', port: Number(process.argv[2]), backlog: 4096 });
