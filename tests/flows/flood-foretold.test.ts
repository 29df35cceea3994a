import { expect, it } from 'vitest'
import { drillFlood } from '../flood-drill.js'

/** The first gauge below the hills: so soon after the rain begins its river is there that two hours are not to be had. */
const FIRST = 'HUE-WL-06'

it('announces BĐ II two hours before each river reaches it, at the first gauge below the hills a little less', async () => {
  const { announcements, scores, failures } = await drillFlood({ seed: 1, toldH: 32, past: 'flood', hours: 4 })
  expect(failures).toEqual([])
  expect(announcements).toHaveLength(7)
  for (const { station, announcedH, expectedH, crossedH, model } of announcements) {
    const inTime = announcedH !== null && crossedH !== null && crossedH - announcedH >= (station === FIRST ? 1.75 : 2)
    expect({ station, announcedH, crossedH, inTime }).toMatchObject({ station, inTime: true })
    expect(expectedH).toBeGreaterThan(announcedH!)
    expect(model).toBe('river')
  }
  // The day is told as often as the next hours, in steps six times as long; told once an hour it is a fifth of this.
  expect(scores.day.count).toBeGreaterThan(scores.hours.count / 8)
}, 300_000)

it('announces it before it comes where no flood is on record, and says by what', async () => {
  const { announcements, failures } = await drillFlood({ seed: 2, toldH: 16, past: 'calm', hours: 2.5 })
  expect(failures).toEqual([])
  const crossed = announcements.filter(({ crossedH }) => crossedH !== null)
  expect(crossed.length).toBeGreaterThan(2)
  for (const { station, announcedH, crossedH, model } of crossed) {
    expect({ station, early: announcedH !== null && crossedH! - announcedH >= 0.5 }).toEqual({ station, early: true })
    expect(model).toBe('river-presumed')
  }
}, 300_000)
