import { Gauge, type Registry } from 'prom-client'
import type { StoragePart, StorageUse } from '../ports/storage.js'

/** What the store holds, part by part, for `/metrics`. */
export function createStoredGauges(registers: Registry[]): (use: StorageUse) => void {
  const byPart = (name: string, help: string) => new Gauge({ name, help, labelNames: ['part'], registers })
  const rowsOf = byPart('ioc_stored_rows', 'Rows of a part of the store')
  const bytesOf = byPart('ioc_stored_bytes', 'Bytes on disk of a part of the store')
  const oldestOf = byPart('ioc_stored_oldest_timestamp_seconds', 'The oldest time in a part of the store')

  function tell(part: string, rows: number, bytes: number, oldest: number | null): void {
    rowsOf.set({ part }, rows)
    bytesOf.set({ part }, bytes)
    if (oldest === null) oldestOf.remove({ part })
    else oldestOf.set({ part }, oldest / 1000)
  }

  return ({ archive, ...parts }) => {
    for (const [part, { rows, bytes, oldest }] of Object.entries(parts)) tell(part, rows, bytes, oldest)
    const total = (key: 'rows' | 'bytes') => archive.reduce((sum, month: StoragePart) => sum + month[key], 0)
    tell('archive', total('rows'), total('bytes'), archive[0]?.oldest ?? null)
  }
}
