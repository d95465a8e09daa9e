// The npm package ws, echoing: what ours is held against.
const { WebSocketServer } = require(process.argv[2]);
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data.toString())));
server.on('listening', () => console.log(`serving ws://127.0.0.1:${server.address().port}/`));
