import { HOUR, MINUTE } from '@ioc/shared/time'
import { localHour, seasonal } from './calendar.js'
import { keyOf, uniform } from './chance.js'
import type { Field, Nature } from './nature.js'
import type { Place } from './site.js'

/** One shower on its way over the province. */
interface Cell {
  from: number
  to: number
  /** Where it is born, km. */
  x: number
  y: number
  /** Where it goes, km/h. */
  vx: number
  vy: number
  radius: number
  /** mm/h in its middle at its best. */
  peak: number
}

const CELLS = keyOf('rain cells')
/** Showers an hour over the whole province, January to December: dry until July, wet from September. */
const BIRTHS = [0.7, 0.5, 0.35, 0.35, 0.5, 0.45, 0.4, 0.5, 1.1, 1.5, 1.4, 1]
const LONGEST_H = 3
const STEP = 5 * MINUTE
const MOST_STEPS = 72
/** An ordinary shower at a place never gives more than this, mm/h. */
const HEAVIEST = 7

/** How hard it rains at a place, mm/h. */
export function rainRate(nature: Nature, place: Place, at: number): number {
  const hour = Math.floor(at / HOUR)
  let sum = 0
  for (let slot = hour - LONGEST_H; slot <= hour; slot++) {
    for (const cell of cellsBorn(nature, slot)) sum += cellRate(cell, place, at)
  }
  const showers = HEAVIEST * Math.tanh(sum / HEAVIEST)
  return Math.max(0, nature.modify('rain', showers < 0.05 ? 0 : showers, place, at))
}

/** How much falls at a place between two moments, mm. */
export function rainBetween(nature: Nature, place: Place, from: number, to: number): number {
  const steps = Math.max(1, Math.min(MOST_STEPS, Math.ceil((to - from) / STEP)))
  const stepMs = (to - from) / steps
  let mm = 0
  for (let i = 0; i < steps; i++) mm += (rainRate(nature, place, from + (i + 0.5) * stepMs) * stepMs) / HOUR
  return mm
}

export const rain: Field = {
  keys: ['rain'],
  read: (nature, site, { since, at }) => ({ rain: rainBetween(nature, site, since, at) }),
}

function cellRate(cell: Cell, place: Place, at: number): number {
  if (at <= cell.from || at >= cell.to) return 0
  const hours = (at - cell.from) / HOUR
  const dx = place.x - cell.x - cell.vx * hours
  const dy = place.y - cell.y - cell.vy * hours
  const far = (dx * dx + dy * dy) / (cell.radius * cell.radius)
  if (far > 8) return 0
  const life = Math.sin((Math.PI * (at - cell.from)) / (cell.to - cell.from))
  return cell.peak * life * life * Math.exp(-far)
}

function cellsBorn(nature: Nature, slot: number): readonly Cell[] {
  return nature.remember(`cells ${slot}`, () => {
    const start = slot * HOUR
    const draw = (n: number) => uniform(nature.seed, CELLS + n, slot)
    const many = Math.floor(seasonal(BIRTHS, start) * (isAfternoon(start) ? 1.6 : 0.8) + draw(0))
    return Array.from({ length: many }, (_, i) => cellFrom(start, (n) => draw(1 + i * 16 + n)))
  })
}

function cellFrom(start: number, draw: (n: number) => number): Cell {
  const from = start + draw(0) * HOUR
  const heading = draw(1) * 2 * Math.PI
  const kmh = 5 + 20 * draw(2)
  return {
    from,
    to: from + (0.7 + 1.8 * draw(3)) * HOUR,
    x: -55 + 110 * draw(4),
    y: -50 + 75 * draw(5),
    vx: kmh * Math.cos(heading),
    vy: kmh * Math.sin(heading),
    radius: 5 + 12 * draw(6),
    peak: 0.6 + 4.4 * draw(7) ** 2,
  }
}

function isAfternoon(at: number): boolean {
  const hour = localHour(at)
  return hour >= 13 && hour < 19
}
