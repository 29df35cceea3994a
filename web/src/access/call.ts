import { faultWord, REFUSALS } from '../i18n/refusals.js'
import type { Problem } from '@ioc/shared/wire'

/**
 * What the server answered instead of what was asked for; `code` is stable, `network` where nothing answered. Its words
 * are for people, in the language of the page.
 */
export class CallFailed extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    /** Each of what is wrong with what was sent. */
    readonly faults: readonly { at: string; message: string }[] = [],
  ) {
    super(detail)
    this.name = 'CallFailed'
  }
}

/** Why it failed, in words. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

let onSignedOut: () => void = () => undefined

/** Names the one place that hears of every 401. */
export function whenSignedOut(run: () => void): void {
  onSignedOut = run
}

export interface Request {
  method?: string
  /** Sent as JSON; a file as it is, under its own type. */
  body?: unknown
  signal?: AbortSignal
}

type StandIn = (path: string, request: Request) => Response | undefined
let standIn: StandIn | null = null

/** Names who answers in the server's place, as far as he knows, until the returned function is called. */
export function answerWith(answer: StandIn): () => void {
  standIn = answer
  return () => (standIn = null)
}

/** One request to the server's API; throws `CallFailed`, and tells of a lost session wherever it is noticed. */
export async function call<T>(path: string, request: Request = {}): Promise<T> {
  const response = await answered(path, request)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** The same where the answer is text. */
export async function callText(path: string, request: Request = {}): Promise<string> {
  return (await answered(path, request)).text()
}

async function answered(path: string, request: Request): Promise<Response> {
  const response = standIn?.(path, request) ?? (await send(path, request))
  if (response.status === 401) onSignedOut()
  if (!response.ok) throw await toFailure(response)
  return response
}

async function send(path: string, { method = 'GET', body, signal }: Request): Promise<Response> {
  try {
    return await fetch(`/api/v1/${path}`, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': body instanceof Blob ? body.type : 'application/json' },
      body: body === undefined ? null : body instanceof Blob ? body : JSON.stringify(body),
      signal: signal ?? null,
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new CallFailed(0, 'network', isEnglish() ? String(cause) : REFUSALS['network']!)
  }
}

/** The server speaks English. */
function isEnglish(): boolean {
  return document.documentElement.lang === 'en'
}

async function toFailure(response: Response): Promise<CallFailed> {
  const problem = (await response.json().catch(() => null)) as Problem | null
  const code = problem?.code ?? 'internal'
  const said = problem?.detail ?? problem?.title ?? response.statusText
  if (isEnglish()) return new CallFailed(response.status, code, said, problem?.errors)
  const faults = problem?.errors?.map(({ at, message }) => ({ at, message: faultWord(message) }))
  return new CallFailed(response.status, code, REFUSALS[code] ?? said, faults)
}
