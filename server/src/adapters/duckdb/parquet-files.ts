import { createReadStream, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { DOUBLE, UTINYINT, type DuckDBConnection } from '@duckdb/node-api'
import { QUALITIES } from '@ioc/shared/observation'
import { createTurn } from '@ioc/shared/turn'
import type { Reading } from '../../ports/observation-store.js'
import { appendColumns } from './appending.js'
import type { Database } from './database.js'
import { quoted } from './raw.js'

export interface ParquetFiles {
  /** The readings as a Parquet file: `at` (UTC), `value`, `quality`. The file is gone once it was read. */
  write(readings: AsyncIterable<readonly Reading[]>): Promise<Readable>
}

/**
 * Makes Parquet files of readings, whatever store they come from.
 *
 * The end of such a file says where everything in it lies, so it cannot be sent while it is made: it is written beside
 * the database first, one file at a time.
 */
export function openParquetFiles(database: Database): ParquetFiles {
  const dir = join(database.dataDir, 'exports')
  const inTurn = createTurn()
  let last = 0
  // What a process left that was killed.
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true, mode: 0o700 })

  return {
    write: (readings) =>
      inTurn(async () => {
        const path = join(dir, `${++last}.parquet`)
        const connection = await database.connect()
        try {
          await copy(connection, readings, path)
        } catch (cause) {
          rmSync(path, { force: true })
          throw cause
        } finally {
          connection.closeSync()
        }
        return createReadStream(path).on('close', () => rmSync(path, { force: true }))
      }),
  }
}

async function copy(connection: DuckDBConnection, readings: AsyncIterable<readonly Reading[]>, path: string) {
  await connection.run('CREATE TEMP TABLE leaving (time DOUBLE, value DOUBLE, quality UTINYINT)')
  for await (const chunk of readings) {
    await appendColumns(
      connection,
      'leaving',
      [DOUBLE, DOUBLE, UTINYINT],
      [
        Float64Array.from(chunk, ({ at }) => at),
        Float64Array.from(chunk, ({ value }) => value),
        Uint8Array.from(chunk, ({ quality }) => QUALITIES.indexOf(quality)),
      ],
    )
  }
  const words = QUALITIES.map(quoted).join(', ')
  await connection.run(`
    COPY (SELECT to_timestamp(time / 1000) AS at, value, [${words}][quality + 1] AS quality FROM leaving ORDER BY time)
    TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`)
}
