// The replies to an item. The id of a reply follows from the item, so that the same reply sent
// again after a crash is the same to the bus.

// An acknowledgement says that the item lies with somebody who answers for it. In practice the
// program answers what otherwise only a person may.
export function repliesTo(item, recipient, practice) {
  const { data } = item
  const by = 'duty tray'
  const replies = []
  if (!data.amends) replies.push(reply(item, recipient, 'acknowledged', { by }))
  if (!practice) return replies
  if (data.amends) replies.push(reply(item, recipient, 'correction-applied', { by }))
  if (data.question && !data.amends) {
    const call = data.question.kind === 'phone' ? { taken_by: 'duty manager' } : {}
    replies.push(reply(item, recipient, 'answered', {
      by, answer: 'yes', reason: 'It is for them too.', ...call,
    }))
  }
  return replies
}

// What is said of an item that cannot be read: a person looks at it, and reading goes on.
export function unreadable(item, recipient) {
  return reply(item, recipient, 'cannot-process', { because: 'The item cannot be read here.' })
}

function reply({ id, source, key, correlation }, recipient, kind, said) {
  const headers = {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: `${id}-${kind}`,
    ce_source: `/recipients/${recipient}`,
    ce_type: `uk.wholepicture.recipient.${kind}.v1`,
    ce_time: new Date().toISOString(),
    ce_causationid: `${source}:${id}`,
    ce_dataclassification: 'official-sensitive',
    ...(correlation && { ce_correlationid: correlation }),
  }
  return { key, headers, value: JSON.stringify({ delivery: id, ...said }) }
}
