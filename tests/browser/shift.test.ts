import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { WireHandover } from '@ioc/shared/shift'
import { goTo, setStage } from './set-stage.js'
import { reportWater, watchWater } from './turbid-water.js'

const PASSWORD = 'a password of the next shift'
/** So many alarms of each of these rules are more than the hundred lines that a handover is read in. */
const MUDDY = 35
const RULES = [1, 2, 3]

describe('handing a shift over', () => {
  const stage = setStage()
  let page: Page

  beforeAll(async () => {
    const person = { name: 'minh', role: 'operator', password: PASSWORD }
    await stage.server.api('people', { method: 'POST', body: person })
    page = (await stage.sitDown({ path: '/alarms' })).page
    page.setDefaultTimeout(20_000)
  }, 180_000)

  it('does not take what could not be read for nothing, and offers no signature before it was', async () => {
    await page.route('**/api/v1/handovers?*', (route) => route.abort())
    await goTo(page, 'shift')
    await page.getByTestId('shift-unread').waitFor()
    expect(await page.getByText('Ghi chú trong ca (0)').count()).toBe(0)
    expect(await page.getByTestId('shift-leave').count()).toBe(0)
    await page.unroute('**/api/v1/handovers?*')
    await page.getByTestId('shift-leave').waitFor()
    await page.getByText('Ghi chú trong ca (0)').waitFor()
    expect(await page.getByTestId('shift-unread').count()).toBe(0)
  }, 60_000)

  it('says once what one rule says of many stations', async () => {
    const { api } = stage.server
    for (const n of RULES) {
      const name = { vi: `Nước đục ${n}`, en: `Turbid water ${n}` }
      await watchWater(stage.server, { id: `turbid-${n}`, name })
    }
    const stations = (await api<{ id: string }[]>('stations')).slice(0, MUDDY)
    await Promise.all(stations.map(({ id }) => reportWater(stage.server, id, 150)))
    for (const n of RULES) {
      const line = page.getByTestId('shift-alarm').filter({ hasText: `Nước đục ${n}` })
      await line.getByText(`${MUDDY} cảnh báo`).waitFor()
      expect(await line.count()).toBe(1)
      expect(await line.locator('.place').count()).toBe(MUDDY)
    }
  }, 60_000)

  it('is signed by who leaves, who cannot sign for the next one as well', async () => {
    await page.getByTestId('shift-nothing-ahead').waitFor()
    await page.getByTestId('shift-text').fill('cửa xả hồ Bình Điền mở')
    await page.getByTestId('shift-keep').click()
    await page.getByTestId('shift-note').getByText('cửa xả hồ Bình Điền mở').waitFor()
    await page.getByTestId('shift-word').fill('để ý sông Bồ')
    await page.getByTestId('shift-leave').click()
    await page.getByTestId('shift-pending').waitFor()
    expect(await page.getByTestId('shift-take').count()).toBe(0)
    expect(await page.getByTestId('handover').getAttribute('data-taken')).toBe('false')
    await page.getByTestId('shift-withdraw').click()
    await page.getByTestId('shift-word').fill('để ý sông Bồ')
    await page.getByTestId('shift-leave').click()
    await page.getByTestId('shift-pending').waitFor()
  }, 60_000)

  it('is signed by who takes it, and stays readable', async () => {
    await page.locator('.user summary').click()
    await page.getByTestId('sign-out').click()
    await page.getByTestId('signin-name').fill('minh')
    await page.getByTestId('signin-password').fill(PASSWORD)
    await page.getByTestId('signin-submit').click()
    await page.getByTestId('shift-take').click()
    await page.locator('[data-testid="handover"][data-taken="true"]').waitFor()
    const [handover] = await stage.server.api<WireHandover[]>('handovers')
    expect(handover).toMatchObject({ leaving: { by: 'admin' }, taking: { by: 'minh' }, note: 'để ý sông Bồ' })
    await page.getByTestId('handover').locator('summary').click()
    await page.getByTestId('handover').getByText('để ý sông Bồ').waitFor()
    await page.getByTestId('handover-note').getByText('cửa xả hồ Bình Điền mở').waitFor()
    await page
      .getByTestId('handover')
      .getByText(`và ${RULES.length * MUDDY - 100} mục khác`)
      .first()
      .waitFor()
    expect(await page.getByTestId('handover-alarm').count()).toBe(100)
  }, 60_000)

  it('prints what the next one needs, in dark ink, and no buttons', async () => {
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByTestId('shift-keep').isVisible()).toBe(false)
    expect(await page.getByText('Quần đảo Hoàng Sa (Việt Nam)').first().isVisible()).toBe(true)
    await page.emulateMedia({ media: 'screen' })
  }, 60_000)
})
