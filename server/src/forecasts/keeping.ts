import type { StationId } from '@ioc/shared/ids'
import type { createTurn } from '@ioc/shared/turn'
import type { ForecastStore, IssuedForecast, SavedChoice } from '../ports/forecasts.js'

/** What was issued and chosen, and is not on disk yet. */
export interface Keeping {
  issue(forecast: IssuedForecast): void
  choose(choice: SavedChoice): void
  /** Resolves once all so far is on disk or has failed; never throws. */
  keep(): Promise<void>
  forget(station: StationId): void
}

interface KeepingOptions {
  store: Pick<ForecastStore, 'put' | 'putChoice'>
  /** Nothing else is done to the store meanwhile. */
  inTurn: ReturnType<typeof createTurn>
  /** These are on disk now. */
  onKept: (issued: readonly IssuedForecast[]) => void
  onFailed: (cause: unknown) => void
}

/** Gathers what was issued and chosen, and keeps it together: only what is on disk is shown, as its record will be asked for. */
export function createKeeping({ store, inTurn, onKept, onFailed }: KeepingOptions): Keeping {
  let unkept: IssuedForecast[] = []
  let unkeptChoices: SavedChoice[] = []

  return {
    issue: (forecast) => void unkept.push(forecast),
    choose: (choice) => void unkeptChoices.push(choice),
    keep() {
      return inTurn(async () => {
        const [batch, choices] = [unkept, unkeptChoices]
        unkept = []
        unkeptChoices = []
        for (const choice of choices) await store.putChoice(choice)
        if (batch.length === 0) return
        await store.put(batch)
        onKept(batch)
      }).catch(onFailed)
    },
    forget(id) {
      unkept = unkept.filter(({ station }) => station !== id)
      unkeptChoices = unkeptChoices.filter(({ station }) => station !== id)
    },
  }
}
