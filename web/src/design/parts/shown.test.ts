import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const WEB = join(import.meta.dirname, '../..')
/** What `/design` does not show, and why. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  'App.vue': 'the page itself',
  'room/Room.vue': 'it stands around /design as around every screen',
  'room/RoomHeader.vue': 'it stands above /design as above every screen, and holds the sound',
  'room/RoomLoader.vue': 'what it draws is among what is empty, loading or failed',
  'loud/SoundSwitch.vue': 'it would sound for the alarms of the samples',
  'alarms/AlarmAnnouncer.vue': 'it is heard, not seen',
  'map/ProvinceMap.vue': 'a browser gives few pages of WebGL; its markers and all that lies over it are shown',
  'admin/stations/PlaceMap.vue': 'a map, as above',
  'admin/stations/StationForm.vue': 'it holds such a map',
}

const all = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(?<!Screen|Part)\.vue$/.test(path),
)

function importsOf(path: string): string[] {
  const found = readFileSync(join(WEB, path), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+\.vue)'/g)
  return [...found].map(([, to]) => relative(WEB, join(WEB, dirname(path), to!)))
}

function shownBy(paths: readonly string[], found = new Set<string>()): Set<string> {
  for (const path of paths) {
    if (found.has(path)) continue
    found.add(path)
    shownBy(importsOf(path), found)
  }
  return found
}

it('shows every component at /design, or says why not', () => {
  const shown = shownBy(['design/DesignScreen.vue'])
  expect(all.length).toBeGreaterThan(100)
  expect(all.filter((path) => !shown.has(path) && !(path in NOT_SHOWN))).toEqual([])
  expect(Object.keys(NOT_SHOWN).filter((path) => shown.has(path) || !all.includes(path))).toEqual([])
})
