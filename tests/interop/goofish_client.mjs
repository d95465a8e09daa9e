// The npm package goofish-client, unmodified, as an application uses it: a token over HTTP, a registration,
// and with the first chat message that it decodes a reply, a new conversation and the list of them.
// Tells what happens as lines of JSON until it is terminated. Environment:
//   WS_URL, HTTP_URL    where the server is
//   RECONNECT_MS        its reconnectInterval (3000 is its default)
import { createRequire } from 'node:module';

// Its ES module names a file that is not there (crypto-js/md5), and cannot be imported.
const { Goofish, LogLevel } = createRequire(import.meta.url)('goofish-client');

const lines = console.log.bind(console);
console.log = () => {}; // the package prints what it sends
const tell = (event, more = {}) =>
  lines(JSON.stringify({ event, ...more }, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
process.on('SIGTERM', () => process.exit(0));

const client = new Goofish({
  level: LogLevel.ERROR,
  cookie: 'unb=2200000000002; cookie2=made-up; _m_h5_tk=0123456789abcdef0123456789abcdef_1999999999999; _m_h5_tk_enc=x',
  im: {
    wsUrl: process.env.WS_URL,
    autoReconnect: true,
    heartbeatInterval: 2000,
    reconnectInterval: Number(process.env.RECONNECT_MS || 3000),
    maxReconnectAttempts: 5,
    requestTimeout: 3000,
  },
  mtop: { baseURL: process.env.HTTP_URL },
});
for (const event of ['open', 'close', 'reconnect', 'reconnect-failed', 'heartbeat']) {
  client.wsClientIm.on(event, () => tell(event));
}
client.wsClientIm.on('error', (error) => tell('error', { message: String(error?.message ?? error) }));

const asked = async (event, answer) => {
  try {
    const { code, body } = await answer;
    tell(code === 200 ? event : `${event} refused`, { body });
  } catch (error) {
    tell(`${event} failed`, { message: error.message });
  }
};

let messages = 0;
client.api.im.message.onFormattedMessage(async (message) => {
  tell('decoded', { text: message.text, from: message.senderId });
  if (++messages > 1) return;
  await asked('sent', client.api.im.message.sendTextMessage({
    conversationId: '50000000001@goofish',
    conversationType: 1,
    receivers: ['2200000000001@goofish', '2200000000002@goofish'],
    text: '在的',
  }));
  await asked('created', client.api.im.conversation.createItemConversation({
    selfUserId: '2200000000002',
    peerUserId: '2200000000001',
    itemId: '800000000001',
  }));
  await asked('listed', client.api.im.conversation.listNewestPagination({
    startTimeStamp: Number.MAX_SAFE_INTEGER,
    limitNum: 20,
  }));
});

try {
  const answer = await client.api.mtop.im.getLoginToken();
  tell('token', { ret: answer.ret });
  await client.wsClientIm.connect();
  await asked('registered', client.api.im.auth.register({ token: answer.data.accessToken }));
} catch (error) {
  tell('gave up', { message: error.message });
}
