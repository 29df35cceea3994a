import { connectAsync } from 'mqtt'
import { describe, expect, it } from 'vitest'
import { goTo, setStage } from './set-stage.js'
import { wcagFaults } from './wcag-faults.js'

/** Longer than the second that polls have: everything is drawn in software. */
const soon = { timeout: 15_000 }

describe('the administration', () => {
  const stage = setStage()

  it.each(['dark', 'light'] as const)(
    'keeps to WCAG 2.2 AA in the form of a station as far as a program can tell: %s',
    async (theme) => {
      const { page } = await stage.sitDown({ theme, path: '/alarms' })
      await goTo(page, 'stations')
      await page.getByTestId('station-row').first().click()
      await page.getByTestId('station-form').waitFor()
      expect(await wcagFaults(page)).toEqual([])
    },
    180_000,
  )

  it('lets people in, gives programs their tokens, and says who did it', async () => {
    const { page, broken } = await stage.sitDown({ path: '/alarms' })
    await goTo(page, 'people')
    await page.getByTestId('person-new').click()
    await page.getByTestId('person-name').fill('lan')
    await page.getByTestId('person-role').selectOption('leader')
    await page.getByTestId('person-password').fill('mật khẩu của Lan')
    await page.getByTestId('person-keep').click()
    const lan = page.locator('[data-testid="person"][data-person="lan"]')
    await lan.waitFor()

    const signIn = await fetch(`${stage.server.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: stage.server.http },
      body: JSON.stringify({ username: 'lan', password: 'mật khẩu của Lan' }),
    })
    const cookie = signIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const statusOf = async () => (await fetch(`${stage.server.http}/api/v1/session`, { headers: { cookie } })).status
    expect(await statusOf()).toBe(200)
    // Her session is seen, and ended.
    await page.getByTestId('admin-keys').click()
    await page.getByTestId('admin-people').click()
    await lan.getByRole('button', { name: 'Kết thúc' }).click()
    await expect.poll(statusOf, soon).toBe(401)

    await page.getByTestId('token-name').fill('report')
    await page.getByTestId('token-add').click()
    const token = await page.getByTestId('token-secret').innerText()
    const asked = await fetch(`${stage.server.http}/api/v1/areas`, { headers: { authorization: `Bearer ${token}` } })
    expect(asked.status).toBe(200)
    const wall = await page.getByTestId('token-wall').innerText()
    expect(wall).toBe(`${stage.server.http}/wall#token=${token}`)

    await lan.getByTestId('person-remove').click()
    await lan.getByTestId('person-remove-sure').click()
    await expect.poll(() => lan.count(), soon).toBe(0)
    await page.getByTestId('admin-health').click()
    await expect.poll(() => page.getByTestId('audit').innerText(), soon).toContain('Xóa người dùng')
    expect(await page.getByTestId('health-facts').innerText()).toContain(`MQTT ${stage.server.mqttPort}`)
    // Nothing here is so old that it would be lost: it is kept without a question.
    await page.getByTestId('retention-forgetRawAfterDays').fill('400')
    await page.getByTestId('retention-keep').click()
    await page.getByTestId('retention-done').waitFor()
    expect(await stage.server.api('retention')).toMatchObject({ archiveAfterDays: 60, forgetRawAfterDays: 400 })
    // What is old is named first, and goes only when that is answered.
    const old = [{ at: Date.now() - 100 * 86_400_000, values: { water_level: 0.5 } }]
    await stage.server.api('observations', { method: 'POST', body: { station: 'HUE-WL-05', observations: old } })
    await page.reload()
    await page.getByTestId('retention-forgetRawAfterDays').fill('61')
    await page.getByTestId('retention-keep').click()
    await page.getByTestId('retention-loss').getByText('xóa hẳn').first().waitFor()
    expect(await stage.server.api('retention')).toMatchObject({ forgetRawAfterDays: 400 })
    await page.getByTestId('retention-keep').click()
    await page.getByTestId('retention-done').waitFor()
    expect(await stage.server.api('retention')).toMatchObject({ forgetRawAfterDays: 61 })
    expect(broken).toEqual([])
  }, 180_000)

  it('makes a gateway with its secret and a key for a batch, and counts what cannot be read', async () => {
    const { page, broken } = await stage.sitDown({ path: '/alarms' })
    await goTo(page, 'gateways')
    await page.getByTestId('gateway-new').click()
    await page.getByTestId('gateway-id').fill('gw-1')
    await page.getByTestId('gateway-name').fill('Gateway thử')
    await page.getByTestId('gateway-stations').fill('HUE-WL-05')
    await page.getByTestId('gateway-topics').fill('gw/#')
    await page.getByTestId('gateway-json').click()
    await page.getByTestId('gateway-routes').fill('[{"topic": "gw/+/up", "codec": "nowhere"')
    await page.getByTestId('gateway-keep').click()
    await page.getByTestId('gateway-form').getByText('không phải JSON đúng').waitFor()
    await page.getByTestId('gateway-routes').fill('[{"topic": "elsewhere/+", "codec": "native", "devices": {}}]')
    await page.getByTestId('gateway-keep').click()
    await page.getByTestId('gateway-form').getByText('routes').last().waitFor()
    // The same in the form: what was written as JSON stands in it.
    await page.getByTestId('gateway-json').click()
    expect(await page.getByTestId('route-topic').inputValue()).toBe('elsewhere/+')
    await page.getByTestId('route-topic').fill('gw/up')
    await page.getByTestId('route-add').click()
    await page.getByTestId('route-topic').last().fill('gw/+/state')
    await page.getByTestId('route-codec').last().selectOption('flat')
    await page.getByTestId('route-device').fill('1')
    await page.getByTestId('route-devices').last().fill('pump = HUE-WL-05')
    await page.getByTestId('route-fields').last().fill('level_mm = water_level mm')
    await page.getByTestId('gateway-keep').click()
    const password = await page.getByTestId('credentials-secret').innerText()
    const [kept] = await stage.server.api<{ routes: object[] }[]>('gateways')
    expect(kept?.routes).toMatchObject([
      { topic: 'gw/up', codec: 'native' },
      {
        topic: 'gw/+/state',
        codec: 'flat',
        device: { level: 1 },
        devices: { pump: { station: 'HUE-WL-05' } },
        defaults: { fields: { level_mm: { property: 'water_level', unit: 'mm' } } },
      },
    ])
    const device = await connectAsync(`mqtt://127.0.0.1:${stage.server.mqttPort}`, { username: 'gw-1', password })
    await device.publishAsync('gw/up', 'no message', { qos: 1 })
    await device.endAsync()

    await page.getByTestId('admin-keys').click()
    await page.getByTestId('key-new').click()
    await page.getByTestId('key-name').fill('Lô 1')
    await page.getByTestId('key-stations').fill('HUE-WL-05 HUE-WL-06')
    await page.getByTestId('key-keep').click()
    await page.getByTestId('key').getByText('đã lấy 0 / 2').waitFor()
    expect((await page.getByTestId('key-secret').innerText()).length).toBeGreaterThan(20)

    await page.getByTestId('admin-ledger').click()
    await expect.poll(() => page.getByTestId('ledger-sum').innerText(), soon).toContain('cộng khớp')
    expect(await page.getByTestId('ledger-reason').first().innerText()).toContain('1 không đọc được')
    expect(broken).toEqual([])
  }, 180_000)
})
