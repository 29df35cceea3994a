import type { AgencyLine } from '@ioc/shared/overview'
import type { Station } from '@ioc/shared/station'
import type { StationState } from './state.js'

interface Tally {
  stations: number
  onTime: number
  alive: number
  values: number
  good: number
  /** Stations of which it is known how complete their reports were, and the sum of that. */
  counted: number
  complete: number
}

/** How the data of each agency is, station by station. Of a station that was never heard there is nothing to score yet. */
export function createScores() {
  const tallies = new Map<string, Tally>()

  return {
    add({ agency }: Station, state: StationState | undefined, complete: number | null): void {
      if (!state || state.reporting === 'never') return
      let tally = tallies.get(agency)
      if (!tally) {
        tally = { stations: 0, onTime: 0, alive: 0, values: 0, good: 0, counted: 0, complete: 0 }
        tallies.set(agency, tally)
      }
      tally.stations += 1
      if (complete !== null) {
        tally.counted += 1
        tally.complete += complete
      }
      if (state.reporting === 'reporting') tally.onTime += 1
      if (state.reporting === 'reporting' || state.reporting === 'late') tally.alive += 1
      for (const { quality } of state.values.values()) {
        tally.values += 1
        if (quality === 'good') tally.good += 1
      }
    },
    lines: () =>
      [...tallies].map(([agency, { stations, onTime, alive, values, good, counted, complete }]): AgencyLine => ({
        agency,
        stations,
        onTime: onTime / stations,
        complete: counted === 0 ? null : complete / counted,
        clean: values === 0 ? null : good / values,
        alive: alive / stations,
      })),
  }
}
