// A client of our own on the npm package ws: registers on each connection, sends heartbeats and leaves a
// server that does not answer them, acknowledges pushes, comes back with a delay that grows. Its upgrades
// have Host and Connection twice, as those of two Python clients have (protocol.md 1).
// Tells what happens as lines of JSON until it is terminated. Environment:
//   WS_URL              where the server is
//   CA                  a certificate to trust, for wss
//   WITHOUT             what it leaves out: heartbeats, acks, leaving (of a silent server), registering
import { readFileSync } from 'node:fs';
import WebSocket from 'ws';

const kHeartbeatMs = 2000;
const kSilenceMs = 5000;
const kReconnectMs = 1000;
const kReconnectCapMs = 4000;
const without = new Set((process.env.WITHOUT || '').split(','));
const ca = process.env.CA ? readFileSync(process.env.CA) : undefined;
const tell = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));
process.on('SIGTERM', () => process.exit(0));

const deviceId = '0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5D-2200000000003';
const mid = () => `${Math.floor(Math.random() * 1000)}${Date.now()} 0`;
let failures = 0;

function connect() {
  const socket = new WebSocket(process.env.WS_URL, {
    ca,
    handshakeTimeout: 3000,
    headers: { Cookie: 'unb=2200000000003; cookie2=made-up' },
    finishRequest(request) {
      request.setHeader('Host', [request.getHeader('Host'), 'wss-goofish.dingtalk.com']);
      request.setHeader('Connection', ['Upgrade', 'Upgrade']);
      request.end();
    },
  });
  const send = (frame) => socket.send(JSON.stringify(frame));
  const asked = new Map(); // what awaits its answer, by mid
  let heartbeats, unanswered;

  const request = (lwp, more = {}) => {
    const id = mid();
    asked.set(id, lwp);
    send({ lwp, headers: { mid: id, ...more.headers }, ...(more.body && { body: more.body }) });
  };
  const heartbeat = () => {
    request('/!');
    unanswered ??= setTimeout(() => {
      tell('silence');
      if (!without.has('leaving')) socket.terminate();
    }, kSilenceMs);
  };
  const answered = {
    '/reg': () => {
      const now = Date.now();
      const state = { pipeline: 'sync', tooLong2Tag: 'PNM,1', channel: 'sync', topic: 'sync', highPts: 0 };
      request('/r/SyncStatus/ackDiff', { body: [{ ...state, pts: now * 1000, seq: 0, timestamp: now }] });
    },
    '/r/SyncStatus/ackDiff': () => {
      tell('registered');
      failures = 0;
      if (without.has('heartbeats')) return;
      heartbeat();
      heartbeats = setInterval(heartbeat, kHeartbeatMs);
    },
    '/!': () => {
      tell('heartbeat');
      clearTimeout(unanswered);
      unanswered = undefined;
    },
  };

  socket.on('open', () => {
    tell('open');
    if (without.has('registering')) return;
    request('/reg', {
      headers: { 'cache-header': 'app-key token ua wv', 'app-key': '444e9908a51d1cb236a27862abc769c9',
        token: 'made-up', ua: 'Mozilla/5.0', dt: 'j', wv: 'im:3,au:3,sy:6', sync: '0,0;0;0;', did: deviceId },
    });
  });
  socket.on('message', (text) => {
    const { lwp, code, headers } = JSON.parse(text);
    if (lwp) {
      tell('pushed', { lwp });
      if (!without.has('acks')) send({ code: 200, headers });
      return;
    }
    const what = asked.get(headers.mid);
    asked.delete(headers.mid);
    if (code === 200) answered[what]?.();
    else tell('refused', { what, code });
  });
  socket.on('error', (error) => tell('error', { message: error.message }));
  socket.on('close', (code) => {
    clearInterval(heartbeats);
    clearTimeout(unanswered);
    tell('close', { code });
    failures += 1;
    setTimeout(connect, Math.min(failures * kReconnectMs, kReconnectCapMs));
  });
}

connect();
