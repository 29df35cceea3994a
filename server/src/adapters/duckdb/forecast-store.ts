import { BIGINT, BLOB, blobValue, DOUBLE, INTEGER, VARCHAR, type DuckDBBlobValue } from '@duckdb/node-api'
import type { ForecastSpan } from '@ioc/shared/forecast'
import type { StationId } from '@ioc/shared/ids'
import { LATEST } from '@ioc/shared/time'
import { createTurn } from '@ioc/shared/turn'
import type { ForecastStore, IssuedForecast } from '../../ports/forecasts.js'
import { appendColumns } from './appending.js'
import type { Database } from './database.js'
import { inTransaction } from './transactions.js'

const PLACE = [VARCHAR, VARCHAR, VARCHAR]
const FORECAST = [...PLACE, DOUBLE, VARCHAR, DOUBLE, DOUBLE, DOUBLE, BLOB, DOUBLE, DOUBLE]
const SCORE = [...PLACE, DOUBLE, VARCHAR, INTEGER, DOUBLE, DOUBLE, DOUBLE, INTEGER, INTEGER, DOUBLE]
const COLUMNS = 'station, property, span, issued, model, start, step, scale, quantiles, above, below'
const PARTS = ['count', 'error', 'scaled', 'pinball', 'within50', 'within90', 'floor']
const SUMS = `station, property, span, model, ${PARTS.map((part) => `sum(${part})`).join(', ')}, min(issued)`

/** Forecasts and how they did, in the embedded database, with a connection of their own. */
export async function openForecastStore(database: Database): Promise<ForecastStore & { close(): Promise<void> }> {
  const connection = await database.connect()
  const inTurn = createTurn()
  const write = (work: () => Promise<void>) => inTurn(() => database.write(work))

  function rows(sql: string, values: Record<string, bigint | number> = {}): Promise<unknown[][]> {
    return inTurn(async () => {
      const types = Object.fromEntries(Object.keys(values).map((name) => [name, BIGINT]))
      return (await connection.runAndReadAll(sql, values, types)).getRowsJS()
    })
  }

  return {
    put: (forecasts) =>
      write(() =>
        appendColumns(connection, 'forecasts', FORECAST, [
          forecasts.map(({ station }) => station),
          forecasts.map(({ property }) => property),
          forecasts.map(({ span }) => span),
          forecasts.map(({ issuedAt }) => issuedAt),
          forecasts.map(({ model }) => model),
          forecasts.map(({ start }) => start),
          forecasts.map(({ stepMs }) => stepMs),
          forecasts.map(({ scale }) => scale),
          forecasts.map(({ quantiles }) => toBlob(quantiles)),
          forecasts.map(({ extremal }) => extremal.above),
          forecasts.map(({ extremal }) => extremal.below),
        ]),
      ),
    async newest(from) {
      const last = 'PARTITION BY station, property, span ORDER BY issued DESC'
      const sql = `SELECT ${COLUMNS} FROM forecasts WHERE issued >= $from QUALIFY row_number() OVER (${last}) = 1`
      return (await rows(sql, { from: BigInt(from) })).map(toForecast)
    },
    async issued({ property, from, to }) {
      const range = [property, BigInt(from), BigInt(to)]
      const sql = `SELECT ${COLUMNS} FROM forecasts WHERE property = $1 AND issued >= $2 AND issued < $3
        ORDER BY issued, station, span`
      return inTurn(async () => (await connection.runAndReadAll(sql, range)).getRowsJS().map(toForecast))
    },
    async due({ from, at, most }) {
      const over = 'start + step * (octet_length(quantiles) // 20) <= $at'
      const sql = `SELECT ${COLUMNS} FROM (FROM forecasts WHERE issued >= $from AND ${over})
        ANTI JOIN (FROM forecast_scores WHERE issued >= $from) USING (station, property, span, issued)
        ORDER BY issued, station, property, span LIMIT $most`
      return (await rows(sql, { from: BigInt(from), at: BigInt(at), most: BigInt(most) })).map(toForecast)
    },
    async incomplete({ from, to }) {
      const within = 'WHERE issued >= $from AND issued < $to'
      const sums = PARTS.map((part) => `sum(${part}) AS ${part}`).join(', ')
      const sql = `SELECT ${COLUMNS}, ${PARTS.join(', ')} FROM (FROM forecasts ${within})
        JOIN (SELECT station, property, span, issued, ${sums} FROM forecast_scores ${within} GROUP BY ALL)
        USING (station, property, span, issued) WHERE count < octet_length(quantiles) // 20
        ORDER BY issued, station, property, span`
      return (await rows(sql, { from: BigInt(from), to: BigInt(to) })).map((row) => {
        const forecast = toForecast(row)
        const { station, property, span, issuedAt, model } = forecast
        const [count, error, scaled, pinball, within50, within90, floor] = row.slice(11).map(Number) as Seven
        const parts = { count, error, scaled, pinball, within50, within90, floor }
        return { forecast, score: { station, property, span, issuedAt, model, ...parts } }
      })
    },
    putScores: (scores) =>
      write(() =>
        appendColumns(connection, 'forecast_scores', SCORE, [
          scores.map(({ station }) => station),
          scores.map(({ property }) => property),
          scores.map(({ span }) => span),
          scores.map(({ issuedAt }) => issuedAt),
          scores.map(({ model }) => model),
          scores.map(({ count }) => count),
          scores.map(({ error }) => error),
          scores.map(({ scaled }) => scaled),
          scores.map(({ pinball }) => pinball),
          scores.map(({ within50 }) => within50),
          scores.map(({ within90 }) => within90),
          scores.map(({ floor }) => floor),
        ]),
      ),
    async sums(from, to = LATEST) {
      const by = 'GROUP BY station, property, span, model ORDER BY station, property, span, model'
      const found = await rows(`SELECT ${SUMS} FROM forecast_scores WHERE issued >= $from AND issued < $to ${by}`, {
        from: BigInt(from),
        to: BigInt(to),
      })
      return found.map(([station, property, span, model, ...numbers]) => {
        const [count, error, scaled, pinball, within50, within90, floor, since] = numbers.map(Number) as Eight
        const place = { station: station as StationId, property: property as string, span: span as ForecastSpan }
        return { ...place, model: model as string, count, error, scaled, pinball, within50, within90, floor, since }
      })
    },
    async choices() {
      const sql = 'SELECT station, property, span, chosen, document FROM forecast_choices ORDER BY ALL'
      return (await rows(sql)).map(([station, property, span, chosen, document]) => ({
        station: station as StationId,
        property: property as string,
        span: span as ForecastSpan,
        chosenAt: Number(chosen),
        document: document as string,
      }))
    },
    putChoice: ({ station, property, span, chosenAt, document }) =>
      write(async () => {
        const sql = 'INSERT OR REPLACE INTO forecast_choices VALUES ($1, $2, $3, $4, $5)'
        await connection.run(sql, [station, property, span, BigInt(chosenAt), document])
      }),
    forgetStation: (station) =>
      write(() =>
        inTransaction(connection, async () => {
          for (const table of ['forecasts', 'forecast_scores', 'forecast_choices']) {
            await connection.run(`DELETE FROM ${table} WHERE station = $1`, [station])
          }
        }),
      ),
    forget: ({ scores, ...spans }) =>
      write(() =>
        inTransaction(connection, async () => {
          for (const [span, before] of Object.entries(spans)) {
            await connection.run('DELETE FROM forecasts WHERE span = $1 AND issued < $2', [span, BigInt(before)])
          }
          await connection.run('DELETE FROM forecast_scores WHERE issued < $1', [BigInt(scores)])
        }),
      ),
    close: () => inTurn(() => connection.closeSync()),
  }
}

type Eight = [...Seven, number]
type Seven = [number, number, number, number, number, number, number]

function toBlob({ buffer, byteOffset, byteLength }: Float32Array): DuckDBBlobValue {
  return blobValue(new Uint8Array(buffer, byteOffset, byteLength))
}

function toForecast(row: unknown[]): IssuedForecast {
  const [station, property, span, issued, model, start, step, scale, bytes, above, below] = row
  return {
    station: station as StationId,
    property: property as string,
    span: span as ForecastSpan,
    issuedAt: Number(issued),
    model: model as string,
    start: Number(start),
    stepMs: Number(step),
    scale: Number(scale),
    quantiles: new Float32Array(Uint8Array.from(bytes as Uint8Array).buffer),
    extremal: { above: Number(above), below: Number(below) },
  }
}
