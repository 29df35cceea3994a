import type { Browser, BrowserContext, Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WireAlarm } from '@ioc/shared/wire'
import { setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'

const STATION = 'HUE-WL-01'

async function hang(browser: Browser, url: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 960, height: 540 }, locale: 'vi-VN' })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(url)
  return { context, page }
}

describe('the wall', () => {
  const stage = setStage()
  let wall: Page
  let token: { id: string; token: string }

  const report = (turbidity: number) => reportWater(stage.server, STATION, turbidity)
  const newToken = (role: string) =>
    stage.server.api<typeof token>('tokens', {
      method: 'POST',
      body: { name: `wall ${role}`, role, expiresAt: Date.now() + 3_600_000 },
    })

  beforeAll(async () => {
    await watchWater(stage.server)
    token = await newToken('viewer')
    wall = (await hang(stage.browser, `${stage.server.http}/wall#token=${token.token}`)).page
    await wall.locator('[data-testid="map"][data-ready="true"]').waitFor({ state: 'attached' })
  }, 180_000)

  it('is let in by a token, which stays neither in the address nor where a script can read it', async () => {
    expect(wall.url()).toBe(`${stage.server.http}/wall`)
    expect(await wall.evaluate('document.cookie + JSON.stringify([localStorage, sessionStorage])')).not.toContain(
      token.token,
    )
    await wall.reload()
    await wall.getByTestId('wall').waitFor()
    await wall.locator('[data-feed="live"]').waitFor()
  }, 60_000)

  it('takes no token that may do more than look', async () => {
    const { token: other } = await newToken('operator')
    const { context, page } = await hang(stage.browser, `${stage.server.http}/wall#token=${other}`)
    await page.getByTestId('signin-name').waitFor()
    expect(await page.getByTestId('wall').count()).toBe(0)
    await context.close()
  }, 60_000)

  it('hangs there by itself also where a bad line has lost its screen at first', async () => {
    const { context, page } = await hang(stage.browser, 'about:blank')
    let asked = 0
    await page.route('**/assets/WallScreen-*.js', (route) => (asked++ === 0 ? route.abort() : route.continue()))
    await page.goto(`${stage.server.http}/wall#token=${token.token}`)
    await page.getByTestId('wall').waitFor()
    expect([asked, page.url()]).toEqual([2, `${stage.server.http}/wall`])
    await context.close()
  }, 90_000)

  it('turns its scenes, names the archipelagos in each, and keeps its memory flat', async () => {
    const client = await wall.context().newCDPSession(wall)
    const measure = async () => {
      await client.send('HeapProfiler.collectGarbage')
      const { usedSize } = await client.send('Runtime.getHeapUsage')
      const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters')
      return { usedSize, nodes, jsEventListeners }
    }
    const turn = async (times: number) => {
      const seen = new Set<string>()
      for (let n = 0; n < times; n++) {
        await wall.keyboard.press('ArrowRight')
        seen.add((await wall.getByTestId('wall').getAttribute('data-scene'))!)
        await wall.getByText('Quần đảo Hoàng Sa (Việt Nam)').filter({ visible: true }).first().waitFor()
      }
      return seen
    }
    expect([...(await turn(25))].sort()).toEqual(['air', 'map', 'power', 'rivers', 'traffic'])
    const before = await measure()
    await turn(500)
    const after = await measure()
    expect(after.nodes - before.nodes).toBeLessThan(500)
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(50)
    expect(after.usedSize - before.usedSize).toBeLessThan(8_000_000)
  }, 300_000)

  it('goes to a critical alarm by itself, stays until somebody takes it, and goes on', async () => {
    await wall.route('**/observations?*', (route) => route.abort())
    await report(150)
    await wall.locator('[data-testid="wall"][data-scene="urgent"]').waitFor()
    expect(await wall.getByTestId('wall').getAttribute('data-story')).toBe(STATION)
    expect(await wall.getByTestId('wall-value').innerText()).toBe('150,0')
    // An empty chart would say that nothing was measured.
    await wall.getByTestId('wall-story').getByRole('alert').waitFor()
    await wall.unroute('**/observations?*')
    // Turned by hand it shows another scene beside the story, which stays.
    await wall.keyboard.press('ArrowRight')
    await wall.locator(`[data-testid="wall"]:not([data-scene="urgent"])[data-story="${STATION}"]`).waitFor()
    await wall.keyboard.press('ArrowLeft')
    await wall.locator('[data-testid="wall"][data-scene="urgent"]').waitFor()

    // Left turned away, it is back after a minute by itself.
    await wall.clock.install()
    await wall.keyboard.press('ArrowRight')
    await wall.locator('[data-testid="wall"]:not([data-scene="urgent"])').waitFor()
    await wall.clock.runFor(55_000)
    expect(await wall.getByTestId('wall').getAttribute('data-scene')).not.toBe('urgent')
    await wall.clock.runFor(10_000)
    await wall.locator('[data-testid="wall"][data-scene="urgent"]').waitFor()
    const [alarm] = await stage.server.api<WireAlarm[]>('alarms?rule=turbid')
    await stage.server.api(`alarms/${alarm!.id}/ack`, { method: 'POST', body: {} })
    await wall.locator('[data-testid="wall"]:not([data-scene="urgent"])').waitFor()
  }, 60_000)

  it('is out at once when its token is revoked', async () => {
    await stage.server.api(`tokens/${token.id}`, { method: 'DELETE' })
    await wall.getByTestId('signin-name').waitFor()
    expect(await wall.getByTestId('wall').count()).toBe(0)
  }, 60_000)
})
