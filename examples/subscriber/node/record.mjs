// The record of a case system: every item once, and the replies that are still to be sent.
// Replace it by your own database. What must stay: an item and the replies that it causes are
// written in one transaction, and (source, id) is unique.
import Database from 'libsql'

export class Record {
  constructor(file) {
    this.database = new Database(file)
    this.database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA busy_timeout = 10000;
      CREATE TABLE IF NOT EXISTS item (
        source TEXT NOT NULL, id TEXT NOT NULL, shown INTEGER NOT NULL, value BLOB,
        PRIMARY KEY (source, id));
      CREATE TABLE IF NOT EXISTS reply (
        id TEXT PRIMARY KEY, key TEXT NOT NULL, headers TEXT NOT NULL, value TEXT NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0);
    `)
  }

  // Keep an item and its replies; an item that is there already changes nothing.
  keep({ source, id, value, data }, replies) {
    this.database.transaction(() => {
      const shown = data?.told && Object.keys(data.told).length ? 1 : 0
      const kept = this.database
        .prepare('INSERT OR IGNORE INTO item (source, id, shown, value) VALUES (?, ?, ?, ?)')
        .run(source, id, shown, value)
      if (!kept.changes) return
      if (data?.replaces) { // its content stands here now; the old one stays in the history
        this.database.prepare('UPDATE item SET shown = 0 WHERE id = ?').run(data.replaces)
      }
      const keepReply = this.database
        .prepare('INSERT OR IGNORE INTO reply (id, key, headers, value) VALUES (?, ?, ?, ?)')
      for (const reply of replies) {
        const key = reply.key.toString('base64')
        keepReply.run(reply.headers.ce_id, key, JSON.stringify(reply.headers), reply.value)
      }
    })()
  }

  toSend() {
    return this.database.prepare('SELECT * FROM reply WHERE sent = 0 ORDER BY rowid').all()
      .map((row) => ({ ...row, key: Buffer.from(row.key, 'base64'), headers: JSON.parse(row.headers) }))
  }

  sent(id) {
    this.database.prepare('UPDATE reply SET sent = 1 WHERE id = ?').run(id)
  }

  ids() {
    return this.database.prepare('SELECT id FROM item ORDER BY rowid').all().map(({ id }) => id)
  }
}
