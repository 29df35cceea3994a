import { drillFlood, type Announcement } from '../flood-drill.js'

/** How long the storm is told: at a third and at half of its pace in the simulators, and at that. */
const TOLD_H = [48, 32, 16]

/**
 * `pnpm bench early [SEEDS]`: floods of the simulators, told to the real desks after two weeks with another flood in them
 * and after two weeks without; how long before it was reached BĐ II was announced at each gauge, and how much of what
 * came lay in the bands of the forecasts from rain.
 */
export async function benchEarly(): Promise<void> {
  const seeds = Number(process.argv[3] ?? 2)
  for (const toldH of TOLD_H) {
    for (const past of ['flood', 'calm'] as const) {
      for (let seed = 1; seed <= seeds; seed++) {
        process.stdout.write(
          `\nstorm ${seed} told in ${toldH} h, after two weeks with ${past === 'flood' ? 'another' : 'none'}\n`,
        )
        row(['gauge', 'announced', 'for', 'crossed', 'lead', 'model'])
        const { announcements, scores, failures } = await drillFlood({ seed, toldH, past, hours: toldH / 16 + 2 })
        for (const failure of failures) process.stderr.write(`${String(failure)}\n`)
        for (const announcement of announcements) {
          const { station, announcedH, expectedH, crossedH, model } = announcement
          row([
            station,
            hours(announcedH),
            hours(expectedH),
            hours(crossedH),
            hours(leadOf(announcement)),
            model ?? '-',
          ])
        }
        const leads = announcements.filter(({ crossedH }) => crossedH !== null).map((each) => leadOf(each) ?? 0)
        row(['least', '', '', '', hours(Math.min(...leads)), ''])
        row(['from rain', 'in 50 %', 'in 90 %', 'usually off', 'values', ''])
        for (const [span, { within50, within90, mase, count }] of Object.entries(scores)) {
          row([span, percent(within50), percent(within90), `${mase.toFixed(2)} m`, String(count), ''])
        }
      }
    }
  }
}

/** How long before it was reached it was announced; null without both. */
function leadOf({ announcedH, crossedH }: Announcement): number | null {
  return announcedH !== null && crossedH !== null ? crossedH - announcedH : null
}

function hours(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(2)} h`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function row(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell) => cell.padStart(16)).join('')}\n`)
}
