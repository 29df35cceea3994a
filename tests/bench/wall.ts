import { sitDown } from '../browser/browser.js'
import { playProvince } from '../browser/play-province.js'
import { heapSlope } from './heap-slope.js'

const TURN_MS = 10_000

/**
 * `bench wall [MINUTES [WIDTH [SCENARIO]]]`: the wall, its scenes turned every ten seconds, and what its heap grows by;
 * 1920 pixels wide on a calm day where nothing else is said. In a flood it stays at what is urgent.
 */
export async function benchWall(): Promise<void> {
  const [minutes = 5, width = 1_920] = process.argv.slice(3, 5).map(Number)
  const { server, browser, close } = await playProvince(process.argv[5] ?? 'calm')
  try {
    const { page, broken } = await sitDown(browser, server.http, { patienceMs: 300_000 })
    await page.setViewportSize({ width, height: Math.round((width * 9) / 16) })
    await page.goto(`${server.http}/wall`)
    await page.getByTestId('wall').waitFor({ timeout: 120_000 })
    const seen = new Set<string>()
    const turning = setInterval(() => {
      void page
        .getByTestId('wall')
        .getAttribute('data-scene')
        .then((scene) => seen.add(scene ?? ''))
      void page.keyboard.press('ArrowRight')
    }, TURN_MS)
    const { fromMb, toMb, mbPerHour } = await heapSlope(page, minutes)
    clearInterval(turning)
    process.stdout.write(
      `wall ${width} wide, ${minutes} min, scenes ${[...seen].join(' ')}, faults ${broken.length}: ` +
        `heap ${fromMb.toFixed(1)} → ${toMb.toFixed(1)} MB, ${mbPerHour.toFixed(1)} MB an hour\n`,
    )
  } finally {
    await close()
  }
}
