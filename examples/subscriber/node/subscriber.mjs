// A subscriber in JavaScript: each item goes into the record once, and each reply out of it.
//
//   node subscriber.mjs front-door-bristol record.db              read for ever
//   node subscriber.mjs front-door-bristol record.db --practice   answer as a person would, too
//   node subscriber.mjs front-door-bristol record.db --list       the ids in the record
import kafkajs from 'kafkajs'
import lz4 from 'lz4js'
import { Record } from './record.mjs'
import { repliesTo, unreadable } from './replies.mjs'

const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = kafkajs
// The bus compresses with lz4, which kafkajs reads only with this.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async ({ buffer }) => Buffer.from(lz4.compress(buffer)),
  decompress: async (bytes) => Buffer.from(lz4.decompress(bytes)),
})

const [recipient, file, ...words] = process.argv.slice(2)
const record = new Record(file)
if (words.includes('--list')) {
  for (const id of record.ids()) console.log(id)
  process.exit(0)
}

const kafka = new Kafka({
  clientId: 'case-system',
  brokers: (process.env.KAFKA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(','),
  logLevel: logLevel.ERROR,
})
const consumer = kafka.consumer({
  groupId: `case-system.${recipient}`,
  readUncommitted: false, // others are what the bus took back before it had decided
  sessionTimeout: 10_000,
  maxBytesPerPartition: 9 * 1024 * 1024,
})
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })

await Promise.all([consumer.connect(), producer.connect()])
await sendReplies() // what a crash has left
await consumer.subscribe({
  topics: [`referrals.${recipient}`, `notices.${recipient}`],
  fromBeginning: true, // where there is no place of our own yet
})
await consumer.run({
  autoCommit: false,
  eachMessage: async ({ topic, partition, message }) => {
    const item = itemOf(message)
    const practice = words.includes('--practice')
    record.keep(item, item.data ? repliesTo(item, recipient, practice) : [unreadable(item, recipient)])
    await sendReplies()
    // The place is told last: a crash before it brings the item again, which the record knows.
    const next = String(BigInt(message.offset) + 1n)
    await consumer.commitOffsets([{ topic, partition, offset: next }])
  },
})
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    await consumer.disconnect()
    await producer.disconnect()
    process.exit(0)
  })
}

// What a record says, read openly: a field that nobody knows yet is passed over.
function itemOf({ headers, key, value }) {
  const header = (name) => headers[name] && String(headers[name])
  const item = { source: header('ce_source') ?? '', id: header('ce_id') ?? '', key, value,
    correlation: header('ce_correlationid') }
  try {
    const data = JSON.parse(String(value))
    return data && typeof data === 'object' && Array.isArray(data.children) ? { ...item, data } : item
  } catch {
    return item
  }
}

async function sendReplies() {
  for (const { id, key, headers, value } of record.toSend()) {
    await producer.send({
      topic: `replies.${recipient}`,
      acks: -1,
      messages: [{ key, headers, value }],
    })
    record.sent(id)
  }
}
