import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ERRORS } from '@ioc/server/errors'
import { openRoom } from './room.js'

let webDir: string
beforeAll(() => {
  webDir = mkdtempSync(join(tmpdir(), 'ioc-web-'))
  mkdirSync(join(webDir, 'assets'))
  writeFileSync(join(webDir, 'index.html'), '<!doctype html><title>IOC</title>')
  writeFileSync(join(webDir, 'assets', 'index-3f2a.js'), 'let a = 1')
})
afterAll(() => rmSync(webDir, { recursive: true }))

describe('the dashboard', () => {
  it('is one page for every address that a person opens, without sign-in', async () => {
    const { api } = await openRoom({ webDir })
    for (const url of ['/', '/stations/A1', '/index.html']) {
      const page = await api.inject({ url, headers: { accept: 'text/html,*/*' } })
      expect([page.statusCode, page.body]).toEqual([200, '<!doctype html><title>IOC</title>'])
      expect(page.headers['cache-control']).toBe('no-cache')
      expect(page.headers['content-type']).toMatch(/^text\/html/)
    }
  })

  it('keeps hashed files for ever, and does not give a page for a missing one', async () => {
    const { api } = await openRoom({ webDir })
    const script = await api.inject({ url: '/assets/index-3f2a.js' })
    expect([script.statusCode, script.body]).toEqual([200, 'let a = 1'])
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const missing = await api.inject({ url: '/assets/index-old.js', headers: { accept: '*/*' } })
    expect([missing.statusCode, missing.json().code]).toEqual([404, 'not-found'])
    expect(missing.headers['cache-control']).not.toContain('immutable')
    const outside = await api.inject({ url: '/..%2f..%2fetc/passwd' })
    expect(outside.statusCode).toBeGreaterThanOrEqual(400)
  })

  it('says how to build it where it was not', async () => {
    const { api } = await openRoom({ webDir: join(webDir, 'missing') })
    const page = await api.inject({ url: '/', headers: { accept: 'text/html' } })
    expect(page.statusCode).toBe(503)
    expect(page.body).toContain('npx pnpm@12 build')
  })

  it('may load from us and from nowhere else', async () => {
    const { api } = await openRoom({ webDir })
    const { headers } = await api.inject({ url: '/', headers: { accept: 'text/html' } })
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'self'; "),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    })
    expect(headers['content-security-policy']).toContain("worker-src 'self' blob:")
    expect(headers['content-security-policy']).not.toContain('unsafe-eval')
  })
})

describe('the description of the API', () => {
  it('is OpenAPI 3.1, with every route of the API in it', async () => {
    const { api, as } = await openRoom({ webDir })
    const document = (await api.inject({ url: '/api/openapi.json', headers: as('viewer') })).json()
    expect(document.openapi).toBe('3.1.0')
    const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(described.sort()).toEqual([
      'DELETE /api/v1/batch-keys/{id}',
      'DELETE /api/v1/batch-keys/{id}/claims/{station}',
      'DELETE /api/v1/channels/{id}',
      'DELETE /api/v1/gateways/{id}',
      'DELETE /api/v1/handovers/{id}',
      'DELETE /api/v1/maintenance/{id}',
      'DELETE /api/v1/people/{name}',
      'DELETE /api/v1/rules/{id}',
      'DELETE /api/v1/session',
      'DELETE /api/v1/sessions/{id}',
      'DELETE /api/v1/stations/{id}',
      'DELETE /api/v1/stations/{id}/photo',
      'DELETE /api/v1/tokens/{id}',
      'GET /api/v1/alarms',
      'GET /api/v1/alarms/quality',
      'GET /api/v1/alarms/{id}',
      'GET /api/v1/alarms/{id}/events',
      'GET /api/v1/anomalies',
      'GET /api/v1/anomalies/coverage',
      'GET /api/v1/areas',
      'GET /api/v1/areas.geojson',
      'GET /api/v1/audit',
      'GET /api/v1/basemap/{layer}',
      'GET /api/v1/batch-keys',
      'GET /api/v1/channels',
      'GET /api/v1/forecasts',
      'GET /api/v1/forecasts/expected',
      'GET /api/v1/forecasts/records',
      'GET /api/v1/forecasts/states',
      'GET /api/v1/gateways',
      'GET /api/v1/gateways/{id}',
      'GET /api/v1/ground',
      'GET /api/v1/handovers',
      'GET /api/v1/handovers/{id}',
      'GET /api/v1/latest',
      'GET /api/v1/ledger',
      'GET /api/v1/maintenance',
      'GET /api/v1/messages',
      'GET /api/v1/observations',
      'GET /api/v1/overview',
      'GET /api/v1/people',
      'GET /api/v1/province',
      'GET /api/v1/rainfall',
      'GET /api/v1/refusals',
      'GET /api/v1/rejections',
      'GET /api/v1/reports/{day}',
      'GET /api/v1/retention',
      'GET /api/v1/rules',
      'GET /api/v1/rules/{id}',
      'GET /api/v1/rules/{id}/versions',
      'GET /api/v1/session',
      'GET /api/v1/sessions',
      'GET /api/v1/shift-notes',
      'GET /api/v1/stations',
      'GET /api/v1/stations/{id}',
      'GET /api/v1/stations/{id}/corrections',
      'GET /api/v1/stations/{id}/photo',
      'GET /api/v1/storage',
      'GET /api/v1/system',
      'GET /api/v1/tiles/{name}',
      'GET /api/v1/tokens',
      'GET /api/v1/trends',
      'GET /api/v1/wall',
      'GET /healthz',
      'GET /metrics',
      'GET /readyz',
      'PATCH /api/v1/channels/{id}',
      'PATCH /api/v1/people/{name}',
      'PATCH /api/v1/stations/{id}',
      'POST /api/v1/alarms/ack',
      'POST /api/v1/alarms/{id}/ack',
      'POST /api/v1/alarms/{id}/assign',
      'POST /api/v1/alarms/{id}/comment',
      'POST /api/v1/alarms/{id}/reset',
      'POST /api/v1/alarms/{id}/shelve',
      'POST /api/v1/alarms/{id}/unshelve',
      'POST /api/v1/batch-keys',
      'POST /api/v1/channels',
      'POST /api/v1/channels/{id}/test',
      'POST /api/v1/claims',
      'POST /api/v1/gateways',
      'POST /api/v1/gateways/{id}/secret',
      'POST /api/v1/handovers',
      'POST /api/v1/handovers/{id}/take',
      'POST /api/v1/maintenance',
      'POST /api/v1/observations',
      'POST /api/v1/people',
      'POST /api/v1/rejections/retry',
      'POST /api/v1/rejections/{id}/retry',
      'POST /api/v1/rules/try',
      'POST /api/v1/session',
      'POST /api/v1/session/password',
      'POST /api/v1/session/token',
      'POST /api/v1/shift-notes',
      'POST /api/v1/stations',
      'POST /api/v1/stations/import',
      'POST /api/v1/stations/{id}/secret',
      'POST /api/v1/tokens',
      'PUT /api/v1/gateways/{id}',
      'PUT /api/v1/retention',
      'PUT /api/v1/rules',
      'PUT /api/v1/rules/{id}',
      'PUT /api/v1/stations/{id}/photo',
    ])
  })

  it('names every code that an error may have', async () => {
    const { api, as } = await openRoom({ webDir })
    const document = (await api.inject({ url: '/api/openapi.json', headers: as('viewer') })).json()
    for (const code of Object.keys(ERRORS)) expect(document.info.description).toContain(`\`${code}\``)
  })

  it('keeps the rules of OpenAPI 3.1 where generators break them', async () => {
    const { api, as } = await openRoom({ webDir })
    const document = (await api.inject({ url: '/api/openapi.json', headers: as('viewer') })).json()
    const seen = new Set<string>()
    const nodes = nodesOf(document)
    expect(nodes.filter((node) => 'nullable' in node)).toEqual([])
    const refs = nodes.flatMap((node) => (typeof node['$ref'] === 'string' ? [node['$ref']] : []))
    expect(refs.length).toBeGreaterThan(30)
    for (const ref of refs) expect(at(document, ref)).toBeDefined()
    for (const [path, methods] of Object.entries(document.paths as Record<string, Record<string, Operation>>)) {
      for (const [method, operation] of Object.entries(methods)) {
        expect(Object.keys(operation.responses).length).toBeGreaterThan(0)
        for (const [status, answer] of Object.entries(operation.responses)) {
          expect(status).toMatch(/^([1-5]\d\d|default)$/)
          expect(answer.description).toEqual(expect.any(String))
        }
        const inPath = (operation.parameters ?? []).filter((each) => each.in === 'path' && each.required)
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
        expect(inPath.map(({ name }) => name)).toEqual(named)
        seen.add(`${method} ${path}`)
      }
    }
    // How many there are is counted by the list above.
    expect(seen.size).toBeGreaterThan(40)
  })

  it('is shown by a page whose parts all come from us', async () => {
    const { api, as } = await openRoom({ webDir })
    const headers = as('viewer')
    const page = await api.inject({ url: '/api/docs/', headers })
    expect(page.statusCode).toBe(200)
    const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, part]) => part as string)
    expect(parts.length).toBeGreaterThan(4)
    for (const part of parts) {
      const { pathname, host } = new URL(part, 'http://here/api/docs/')
      expect(host).toBe('here')
      expect((await api.inject({ url: pathname, headers })).statusCode).toBe(200)
    }
    // Nothing inline: the policy would stop it.
    expect(page.body).not.toMatch(/<script(?![^>]* src=)/)
  })
})

interface Operation {
  responses: Record<string, { description?: string }>
  parameters?: { name: string; in: string; required?: boolean }[]
}

function nodesOf(node: unknown): Record<string, unknown>[] {
  if (typeof node !== 'object' || node === null) return []
  const below = Object.values(node).flatMap(nodesOf)
  return Array.isArray(node) ? below : [node as Record<string, unknown>, ...below]
}

function at(document: unknown, ref: string): unknown {
  const steps = ref.replace('#/', '').split('/')
  return steps.reduce((node: unknown, step) => (node as Record<string, unknown>)?.[step], document)
}
