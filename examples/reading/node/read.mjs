// What lies on a recipient's topics, as CloudEvents: a line of JSON for each item.
// Each value is held to the open schema, which lies in a folder: nothing is fetched.
//
//   KAFKA_BOOTSTRAP_SERVERS=broker:9092 node read.mjs front-door-bristol ../../../schemas/json/values
import fs from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { Kafka as Binding } from 'cloudevents'
import kafkajs from 'kafkajs'
import lz4 from 'lz4js'

const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = kafkajs
// The bus compresses with lz4, which kafkajs reads only with this.
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async ({ buffer }) => Buffer.from(lz4.compress(buffer)),
  decompress: async (bytes) => Buffer.from(lz4.decompress(bytes)),
})

const [recipient, folder] = process.argv.slice(2)
const topics = [`referrals.${recipient}`, `notices.${recipient}`]
const isValid = deliverySchema(folder)

const kafka = new Kafka({
  clientId: 'reader',
  brokers: (process.env.KAFKA_BOOTSTRAP_SERVERS ?? '127.0.0.1:9092').split(','),
  logLevel: logLevel.NOTHING,
})
const left = await unread()
const consumer = kafka.consumer({
  groupId: `reader.${recipient}.${process.pid}`,
  readUncommitted: false, // others are what the bus took back before it had decided
  maxBytesPerPartition: 9 * 1024 * 1024,
})
consumer.on(consumer.events.CRASH, ({ payload }) => {
  console.error(payload.error)
  process.exit(1)
})
await consumer.connect()
await consumer.subscribe({ topics, fromBeginning: true })
await consumer.run({
  eachBatchAutoResolve: true,
  eachBatch: async ({ batch }) => {
    for (const message of batch.messages) show(message)
    // What a transaction took back counts as read, too: so the last offset of the batch is compared.
    if (BigInt(batch.lastOffset()) + 1n >= left.get(batch.topic)) left.delete(batch.topic)
    if (left.size === 0) process.exit(0)
  },
})
if (left.size === 0) process.exit(0)

function show(message) {
  // kafkajs gives headers as bytes, and the binding reads texts.
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, bytes]) => [name, String(bytes)]))
  const event = Binding.toEvent({ ...message, headers, body: String(message.value) })
  const { id, source, type, time, correlationid } = event
  const data = typeof event.data === 'string' ? JSON.parse(event.data) : event.data
  const wrong = isValid(data) ? [] : isValid.errors.map((error) => error.instancePath)
  console.log(JSON.stringify({ id, source, type, time, correlationid, headline: data.headline, wrong }))
}

/** The check of a delivery's value, from the files of a folder and of its definitions. */
function deliverySchema(folder) {
  const ajv = formats(new Ajv({ strict: false, allErrors: true }))
  for (const file of fs.readdirSync(folder, { recursive: true })) {
    if (file.endsWith('.json')) ajv.addSchema(JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')))
  }
  return ajv.getSchema('https://wholepicture.example/schemas/values/uk.wholepicture.bus.delivery.v1.schema.json')
}

/** Where each topic ends that holds anything. */
async function unread() {
  const admin = kafka.admin()
  await admin.connect()
  const ends = await Promise.all(topics.map(async (topic) => [topic, await admin.fetchTopicOffsets(topic)]))
  await admin.disconnect()
  return new Map(
    ends.map(([topic, [at]]) => [topic, BigInt(at.high)]).filter(([, end]) => end > 0n),
  )
}
