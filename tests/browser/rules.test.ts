import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Rule } from '@ioc/shared/rule'
import { goTo, setStage } from './set-stage.js'

const STATION = 'HUE-WL-05'
const MINUTE = 60_000
const NERVOUS = {
  id: 'water-cold',
  version: 1,
  kind: 'threshold',
  name: { vi: 'Nước lạnh', en: 'Cold water' },
  severity: 'low',
  property: 'water_temperature',
  when: 'below',
  raise: 20,
  message: { vi: '{station}: {value} {unit}', en: '{station}: {value} {unit}' },
  holdS: 0,
  restS: 0,
}

/** As a person writes it. */
function inHue(at: number): string {
  const [day = '', time = ''] = new Date(at + 7 * 60 * MINUTE).toISOString().slice(0, 16).split('T')
  return `${time} ${day.split('-').toReversed().join('/')}`
}

describe('the rules on the screen', () => {
  const stage = setStage()
  let page: Page
  let broken: string[]

  const field = (path: string) => page.getByTestId(`field-${path}`)
  const said = () => page.getByTestId('rule-said').innerText()
  const ruleNow = (id: string) => stage.server.api<Rule>(`rules/${id}`)
  const report = (values: [at: number, value: number][]) =>
    stage.server.api('observations', {
      method: 'POST',
      body: {
        station: STATION,
        observations: values.map(([at, value]) => ({ at, values: { water_temperature: value } })),
      },
    })

  beforeAll(async () => {
    await stage.server.api('rules/water-cold', { method: 'PUT', body: NERVOUS })
    // An hour that trembles around the limit, from two hours ago.
    const start = Date.now() - 120 * MINUTE
    await report(Array.from({ length: 60 }, (_, n) => [start + n * MINUTE, n % 2 === 0 ? 19.5 : 20.5]))
    ;({ page, broken } = await stage.sitDown({ path: '/alarms' }))
  }, 120_000)

  it('are tried before they are trusted: what chatters gets a delay, taken over by one click and saved', async () => {
    await goTo(page, 'rules')
    await page.getByTestId('rule-water-cold').click()
    await page.getByTestId('trial-days').selectOption('1')
    await page.getByTestId('rule-try').click()
    await expect.poll(() => page.getByTestId('trial').innerText()).toContain('Dao động ở')
    expect(await page.getByTestId('trial-alarm').count()).toBeGreaterThan(3)

    // A range that was chosen freely is the one that is tried, and one that cannot be is refused before it is asked for.
    await page.getByTestId('trial-days').selectOption('free')
    await page.getByTestId('trial-from').fill('0:00 1/1/2026')
    await page.keyboard.press('Enter')
    await page.getByTestId('trial-range-fault').waitFor()
    expect(await page.getByTestId('rule-try').isDisabled()).toBe(true)
    await page.getByTestId('trial-from').fill(inHue(Date.now() - 6 * 60 * MINUTE))
    const to = inHue(Date.now() - 3 * 60 * MINUTE)
    await page.getByTestId('trial-to').fill(to)
    // Whoever writes slowly keeps what is written while the clock goes on.
    await page.waitForTimeout(2_500)
    expect(await page.getByTestId('trial-to').inputValue()).toBe(to)
    await page.getByTestId('rule-try').click()
    await page.getByTestId('trial-nothing').waitFor()
    await page.getByTestId('trial-days').selectOption('1')
    await page.getByTestId('rule-try').click()
    await page.getByTestId('take-suggestion').waitFor()

    await page.getByTestId('take-suggestion').click()
    await page.getByTestId('rule-try').click()
    await expect.poll(() => page.getByTestId('trial').innerText()).toContain('Không dao động.')
    expect(await page.getByTestId('trial-alarm').count()).toBe(1)
    expect((await ruleNow('water-cold')).version).toBe(1)

    await page.getByTestId('rule-save').click()
    await expect.poll(said).toContain('Đã lưu bản 2')
    expect(await ruleNow('water-cold')).toEqual({ ...NERVOUS, version: 2, deadband: 1 })
    const versions = page.getByTestId('rule-version')
    await expect.poll(() => versions.count()).toBe(2)
    expect(await versions.first().innerText()).toContain('admin')
  }, 90_000)

  it('name each fault at its field in the language of the screen, and are not saved with one', async () => {
    await field('raise').fill('hai mươi')
    await field('raise').blur()
    await field('name-en').fill('')
    await expect.poll(() => page.getByTestId('field-fault').allInnerTexts()).toEqual(['! cần điền', '! phải là một số'])
    expect(await page.getByTestId('rule-save').isDisabled()).toBe(true)
    expect(await page.getByTestId('rule-try').isDisabled()).toBe(true)
    await page.getByTestId('lang-switch').click()
    await expect
      .poll(() => page.getByTestId('field-fault').allInnerTexts())
      .toEqual(['! must be said', '! must be a number'])
    await page.getByTestId('lang-switch').click()
    await field('name-en').fill('Cold water')
    await field('raise').fill('20,5')
    await field('raise').blur()
    await expect.poll(() => page.getByTestId('field-fault').count()).toBe(0)
  }, 60_000)

  it('tell of a change that someone else has made meanwhile, and keep mine where I say so', async () => {
    const theirs = { ...(await ruleNow('water-cold')), severity: 'medium' }
    await stage.server.api('rules/water-cold', { method: 'PUT', body: theirs })
    await page.getByTestId('rule-save').click()
    await expect.poll(() => page.getByTestId('rule-conflict').innerText()).toContain('bản 3')
    await page.getByTestId('keep-mine').click()
    await page.getByTestId('rule-save').click()
    await expect.poll(said).toContain('Đã lưu bản 4')
    expect(await ruleNow('water-cold')).toMatchObject({ version: 4, raise: 20.5, severity: 'low' })

    await page.getByTestId('restore-1').click()
    await page.getByTestId('rule-save').click()
    await expect.poll(said).toContain('Đã lưu bản 5')
    expect(await ruleNow('water-cold')).toEqual({ ...NERVOUS, version: 5 })
  }, 60_000)

  it('follow on every open screen what somebody else makes of them', async () => {
    const theirs = page.getByTestId('rule-water-warm')
    const warm = { ...NERVOUS, id: 'water-warm', name: { vi: 'Nước ấm', en: 'Warm water' }, when: 'above', raise: 35 }
    await stage.server.api('rules/water-warm', { method: 'PUT', body: warm })
    await expect.poll(() => theirs.innerText()).toContain('Nước ấm')
    const renamed = { ...warm, name: { vi: 'Nước nóng', en: 'Hot water' } }
    await stage.server.api('rules/water-warm', { method: 'PUT', body: renamed })
    await expect.poll(() => theirs.innerText()).toContain('Nước nóng')
    await stage.server.api('rules/water-warm', { method: 'DELETE' })
    await expect.poll(() => theirs.count()).toBe(0)
  }, 60_000)

  it('are made new from what their kind asks, with an example of what they will say', async () => {
    await page.getByTestId('rule-new').click()
    await page.getByTestId('rule-new-rate').click()
    await field('name-vi').fill('Nước lên nhanh lắm')
    await field('name-en').fill('Water rises very fast')
    await field('property').selectOption('water_level')
    await field('by').fill('0,8')
    await field('by').blur()
    await field('message-vi').fill('{station}: tăng {limit} {unit}')
    await field('message-en').fill('{station}: rose by {limit} {unit}')
    await expect.poll(() => page.getByTestId('message-preview').innerText()).toContain('tăng 0,80 m')
    await page.getByTestId('rule-save').click()
    await expect.poll(() => page.getByTestId('rule-nuoc-len-nhanh-lam').count()).toBe(1)
    expect(await ruleNow('nuoc-len-nhanh-lam')).toMatchObject({ kind: 'rate', version: 1, by: 0.8, when: 'rising' })

    // What cannot be undone asks, and the second half of a double click is no answer.
    await page.evaluate(`(async () => {
      const press = (id) => document.querySelector('[data-testid="' + id + '"]').click()
      press('rule-remove')
      await new Promise((resume) => setTimeout(resume))
      press('rule-remove-sure')
    })()`)
    expect(await ruleNow('nuoc-len-nhanh-lam')).toMatchObject({ version: 1 })
    await page.getByTestId('rule-remove-sure').click()
    await expect.poll(() => page.getByTestId('rule-nuoc-len-nhanh-lam').count()).toBe(0)
  }, 60_000)

  it('are led to by the figures of the alarms', async () => {
    for (let n = 0; n < 4; n += 1) {
      await report([[Date.now(), 19]])
      await report([[Date.now() + 1, 21]])
    }
    await expect
      .poll(async () => (await stage.server.api<unknown[]>('alarms?rule=water-cold&state=all')).length)
      .toBeGreaterThan(0)
    await goTo(page, 'quality')
    const lines = page.getByTestId('quality-nuisances').getByTestId('to-rule')
    await expect.poll(() => lines.first().innerText()).toBe('Nước lạnh')
    expect(await page.getByTestId('quality-asked').innerText()).toMatch(/^\d+ lần cảnh báo đòi chú ý/)
    await lines.nth(1).click()
    await expect.poll(() => page.getByTestId('rule-editor').innerText()).toContain('water-cold')
    // It is tried over the range of the figures at once.
    await expect.poll(() => page.getByTestId('trial').innerText()).toContain('hiện nay')
    expect(broken).toEqual([])
  }, 60_000)
})
