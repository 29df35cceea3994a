import { describe, expect, it } from 'vitest'
import { openClient } from '../kill-drill.js'
import { ADMIN_PASSWORD, startServer, type ServerProcess } from '../server-process.js'
import { goTo, setStage } from './set-stage.js'

const STATION = 'HUE-AQ-03'

async function publish(server: ServerProcess, temperature: number): Promise<void> {
  const client = await openClient(server, STATION)
  const payload = JSON.stringify({ at: Date.now(), values: { temperature } })
  await client.publishAsync(`ioc/v1/${STATION}/observations`, payload, { qos: 1 })
  await client.endAsync()
}

describe('promise 8: the screen never lies', () => {
  const stage = setStage()

  it('says STALE when the server is gone, and has the right state without a reload when it is back', async () => {
    const { page, broken } = await stage.sitDown()
    await publish(stage.server, 21.5)
    await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }))
    expect(await page.getByTestId('stale-banner').count()).toBe(0)
    const { dataDir, httpPort, mqttPort } = stage.server
    await stage.server.kill()
    const diedAt = Date.now()
    await page.getByTestId('stale-banner').waitFor({ timeout: 20_000 })
    // What is promised is 5 s; a loaded machine may look late, the page's own clock decides in its unit tests.
    expect(Date.now() - diedAt).toBeLessThan(15_000)

    stage.server = await startServer({ dataDir, httpPort, mqttPort })
    await publish(stage.server, 33.75)
    await page.getByTestId('stale-banner').waitFor({ state: 'detached', timeout: 30_000 })
    await page.getByTestId('search').fill(STATION)
    await page.getByTestId('search-result').first().click()
    await expect.poll(() => page.getByTestId('station-panel').innerText(), { timeout: 10_000 }).toMatch(/33,[78]/)
    expect(await page.evaluate(() => 'sameDocument' in globalThis)).toBe(true)
    expect(broken).toEqual([])
  }, 120_000)

  it('comes back after the server has sent it away while another session has taken its place', async () => {
    const sessions = async () => (await stage.server.api<{ id: string }[]>('sessions')).map(({ id }) => id)
    const others = await sessions()
    const { page } = await stage.sitDown({ path: '/alarms' })
    const [own] = (await sessions()).filter((id) => !others.includes(id))
    // As in a second tab of this browser, at the change of a shift.
    await page.evaluate(async (password) => {
      const body = JSON.stringify({ username: 'admin', password })
      await fetch('/api/v1/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    }, ADMIN_PASSWORD)
    await stage.server.api(`sessions/${own}`, { method: 'DELETE' })
    await page.getByTestId('stale-banner').waitFor({ timeout: 20_000 })
    await page.getByTestId('stale-banner').waitFor({ state: 'detached', timeout: 30_000 })
    expect(await page.getByTestId('alarm-desk').count()).toBe(1)
  }, 120_000)

  it('leads on after an upgrade of the server, when the files of its own build are gone', async () => {
    const { page } = await stage.sitDown({ path: '/alarms' })
    let gone = true
    await page.route('**/assets/ShiftScreen-*.js', (route) =>
      gone ? route.fulfill({ status: 404 }) : route.continue(),
    )
    await page.route(`${stage.server.http}/`, async (route) => {
      const html = await (await route.fetch()).text()
      await route.fulfill({ contentType: 'text/html', body: html.replace(/src="[^"]+"/, 'src="/assets/newer.js"') })
    })
    page.on('request', (request) => {
      // The page that is asked for now is of the newer build.
      if (request.isNavigationRequest()) gone = false
    })
    await goTo(page, 'shift')
    await page.getByTestId('shift').waitFor({ timeout: 30_000 })
    expect(new URL(page.url()).pathname).toBe('/shift')
  }, 120_000)

  it('finds its way by itself to a screen whose file did not come at first', async () => {
    const { page } = await stage.sitDown({ path: '/alarms' })
    let asked = 0
    await page.route('**/assets/ShiftScreen-*.js', (route) => (asked++ === 0 ? route.abort() : route.continue()))
    await page.goto(`${stage.server.http}/shift`)
    await page.getByTestId('shift').waitFor({ timeout: 30_000 })
    expect(asked).toBe(2)
    await page.goto(`${stage.server.http}/alarms`)
    asked = 0
    await goTo(page, 'shift')
    await page.getByTestId('shift').waitFor({ timeout: 30_000 })
    expect(asked).toBe(2)
  }, 120_000)

  it('tells a server that stands still from one that is well', async () => {
    const { page } = await stage.sitDown({ path: '/alarms' })
    stage.server.process.kill('SIGSTOP')
    await page.getByTestId('stale-banner').waitFor({ timeout: 20_000 })
    stage.server.process.kill('SIGCONT')
    await page.getByTestId('stale-banner').waitFor({ state: 'detached', timeout: 30_000 })
    expect(await page.getByTestId('live-state').getAttribute('data-feed')).not.toBe('stale')
  }, 120_000)
})

describe('promise 8: the age in the header', () => {
  const stage = setStage()

  it('is that of the newest value, and tells a field that fell silent however well the server is', async () => {
    await stage.server.api(`stations/${STATION}`, { method: 'PATCH', body: { reportIntervalS: 1 } })
    const { page } = await stage.sitDown({ path: '/alarms' })
    const state = page.getByTestId('live-state')
    await expect.poll(() => state.getAttribute('data-feed')).toBe('live')
    expect(await page.getByTestId('live-age').count()).toBe(0)
    await publish(stage.server, 21.5)
    const sentAt = Date.now()
    await expect.poll(() => page.getByTestId('live-age').innerText(), { timeout: 5_000 }).toMatch(/^\d,\d s$/)
    await page.locator('[data-testid="live-state"][data-feed="quiet"]').waitFor({ timeout: 30_000 })
    expect(Date.now() - sentAt).toBeGreaterThan(14_000)
    expect(await state.innerText()).toContain('Không có số liệu mới từ')
    // One cause, first on every screen.
    expect(await page.getByTestId('quiet-banner').innerText()).toContain('không trạm nào gửi giá trị')
    expect(await page.getByTestId('stale-banner').count()).toBe(0)
    await publish(stage.server, 25)
    await page.locator('[data-testid="live-state"][data-feed="live"]').waitFor({ timeout: 10_000 })
    expect(await page.getByTestId('quiet-banner').count()).toBe(0)
  }, 120_000)
})
