import { HOUR } from '@ioc/shared/time'
import { keyOf, uniform } from '../world/chance.js'
import type { Circumstance, Scenario } from '../world/scenario.js'
import { placeAt } from '../world/site.js'
import { ease, swell } from './ease.js'

const WHICH = keyOf('substation')
/** Where a busbar may fail: the city, Hương Thuỷ, Hương Trà. */
const SUBSTATIONS = [placeAt(107.588, 16.463), placeAt(107.69, 16.41), placeAt(107.47, 16.5)]
const FED_KM = 9
const SHAKEN_KM = 22
const FAILS_AT_H = 0.5
/** Near the substation the mains are back after so long, at the end of its lines later. */
const BACK_AFTER_H = 2.2
const LATER_PER_KM_H = 0.1
/** The grid is cut from the national one and runs slow until it is synchronised again. */
const SLOW_HZ = 0.45
const SAG = 0.1
/** It overshoots when the loads that were shed are still off. */
const FAST_HZ = 0.32
/** Long lines without their loads stand above their voltage for so long after they are back. */
const LIFT = 0.065
const LIFTED_H = 0.3

/**
 * A substation fails half an hour after the start: no volts on the lines that it feeds, a sag on those of its
 * neighbours, and the whole province at 49.5 Hz for half an hour, then too fast for a few minutes. Stations live on their
 * batteries as long as they last; where the mains come back, the voltage is high until the loads follow.
 */
export const blackout: Scenario = {
  name: 'blackout',
  summary: 'a substation fails after half an hour: no volts around it, a slow grid, stations without power',
  lastsH: 5,
  mainsOffMs(circumstance) {
    const hours = circumstance.since / HOUR - FAILS_AT_H
    return hours > 0 && sinceBackH(circumstance) < 0 ? hours * HOUR : 0
  },
  modify: {
    frequency: (hz, { since }) => hz - SLOW_HZ * slow(since) + FAST_HZ * fast(since),
    voltage: (share, circumstance) =>
      share * (1 - SAG * shaken(circumstance) * slow(circumstance.since) + LIFT * lifted(circumstance)),
  },
}

function slow(since: number): number {
  return swell(since / HOUR, [FAILS_AT_H, FAILS_AT_H + 0.02, FAILS_AT_H + 0.5, FAILS_AT_H + 0.65])
}

function fast(since: number): number {
  return swell(since / HOUR, [FAILS_AT_H + 0.68, FAILS_AT_H + 0.7, FAILS_AT_H + 0.8, FAILS_AT_H + 0.85])
}

/** Hours since the mains are back, negative before; beyond the lines of the substation they never went. */
function sinceBackH(circumstance: Circumstance): number {
  const far = kmFromFault(circumstance)
  return far > FED_KM ? Infinity : circumstance.since / HOUR - FAILS_AT_H - BACK_AFTER_H - far * LATER_PER_KM_H
}

function lifted(circumstance: Circumstance): number {
  const hours = sinceBackH(circumstance)
  return hours < 0 || hours > LIFTED_H ? 0 : 1 - ease(hours / LIFTED_H)
}

function shaken(circumstance: Circumstance): number {
  return 1 - ease((kmFromFault(circumstance) - FED_KM) / (SHAKEN_KM - FED_KM))
}

function kmFromFault({ seed, place }: Circumstance): number {
  const failed = SUBSTATIONS[Math.floor(uniform(seed, WHICH, 0) * SUBSTATIONS.length)] ?? placeAt(0, 0)
  return Math.hypot(place.x - failed.x, place.y - failed.y)
}
