/** One coded error: `code` is stable and listed in the description of the API, the text may change. */
export class CodedError extends Error {
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly options: { cause?: unknown; faults?: Fault[] } = {},
  ) {
    super(detail, { cause: options.cause })
    this.name = 'CodedError'
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  get title(): string {
    return ERRORS[this.code].title
  }

  get faults(): Fault[] {
    return this.options.faults ?? []
  }
}

/** One fault of an input that may have many. */
export interface Fault {
  /** Where: a setting, a field's path, a file and place. */
  at: string
  message: string
}

/** Every error a caller can meet. */
export const ERRORS = {
  'config.bad': { status: 500, title: 'a setting is wrong' },
  'province.bad': { status: 500, title: 'the province folder is wrong' },
  'province.other': { status: 500, title: 'the data folder belongs to another province' },
  'tls.bad': { status: 500, title: 'a certificate cannot be used' },
  'port.taken': { status: 500, title: 'the port is taken' },
  'port.forbidden': { status: 500, title: 'this user may not listen on the port' },
  'store.newer': { status: 500, title: 'the data folder was written by a newer version' },
  'store.locked': { status: 500, title: 'another process has the data folder open' },
  'store.unwritable': { status: 500, title: 'the data folder cannot be written to' },
  'store.full': { status: 503, title: 'the disk is nearly full' },
  'store.busy': { status: 503, title: 'the store does not take more at the moment' },
  'store.refused': { status: 500, title: 'the store takes others, but not this' },
  'store.away': { status: 503, title: 'the store of older observations does not answer' },
  'option.bad': { status: 400, title: 'an option of the command line is wrong' },
  'file.unreadable': { status: 400, title: 'the file cannot be read' },
  'file.column': { status: 400, title: 'the file has no such column' },
  'file.empty': { status: 400, title: 'the file has nothing to use' },
  'file.short': { status: 400, title: 'the file is too short' },
  'file.scattered': { status: 400, title: 'the file has times too far from each other' },
  'request.bad': { status: 400, title: 'the request is wrong' },
  'auth.needed': { status: 401, title: 'sign-in needed' },
  'auth.wrong': { status: 401, title: 'wrong name or password' },
  'auth.forbidden': { status: 403, title: 'your role may not do this' },
  'auth.origin': { status: 403, title: 'the request comes from another site' },
  'rate.exceeded': { status: 429, title: 'too many requests' },
  'not-found': { status: 404, title: 'there is no such thing' },
  'stations.bad': { status: 400, title: 'the table of stations has faults' },
  'station.exists': { status: 409, title: 'a station with this id exists' },
  'gateway.exists': { status: 409, title: 'a gateway with this id exists' },
  'person.exists': { status: 409, title: 'a person with this name exists' },
  'person.last-admin': { status: 409, title: 'the last admin cannot go' },
  'claim.wrong': { status: 403, title: 'the batch key is wrong' },
  'claim.expired': { status: 403, title: 'the batch key is over' },
  'claim.exhausted': { status: 409, title: 'the batch key is used up' },
  'claim.taken': { status: 409, title: 'the station was claimed with this batch key already' },
  'claim.station': { status: 403, title: 'the batch key is not for this station' },
  'rule.version': { status: 409, title: 'the rule has changed meanwhile' },
  'trial.no-forecasts': { status: 409, title: 'no forecast of that time is on record' },
  'trial.too-large': { status: 409, title: 'the rule looks at more than can be tried' },
  'shift.pending': { status: 409, title: 'the shift was handed over and waits to be taken' },
  'shift.taken': { status: 409, title: 'the shift was taken already' },
  'shift.other': { status: 409, title: 'somebody else has handed the shift over' },
  'shift.same': { status: 409, title: 'who leaves cannot take the shift' },
  'channel.address': { status: 502, title: 'the channel leads to where nothing is sent' },
  'channel.refused': { status: 502, title: 'the other side did not take the notice' },
  'channel.unfit': { status: 502, title: 'the other side does not take this notice as it is' },
  'request.gone': { status: 499, title: 'the one who asked is gone' },
  'alarm.state': { status: 409, title: 'the alarm is not in a state for this' },
  'alarm.many-causes': { status: 409, title: 'the alarms do not have one cause' },
  'payload.too-large': { status: 413, title: 'the request is too large' },
  'worker.broken': { status: 500, title: 'a calculation broke off' },
  internal: { status: 500, title: 'something broke on our side' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof ERRORS

export function hasCode(cause: unknown, code: ErrorCode): boolean {
  return cause instanceof CodedError && cause.code === code
}

export function coded(code: ErrorCode, detail: string, options?: { cause?: unknown; faults?: Fault[] }): CodedError {
  return new CodedError(code, detail, options)
}
