import type { Frame } from './frame.js'
import type { FunctionEmitter } from './function-emitter.js'

type FrameShape = Pick<Frame, 'kind' | 'node' | 'wrapper'> & Partial<Frame>

/** Opens a frame inside the innermost one. */
export function openFrame(emitter: FunctionEmitter, shape: FrameShape): Frame {
  const outer = emitter.frames.at(-1)
  const frame: Frame = {
    id: emitter.nextFrameId(),
    position: emitter.frames.length,
    fueled: shape.kind === 'loop' && emitter.context.options.fuel > 0,
    labels: [],
    results: [],
    resultFacts: [],
    isLast: outer?.atLast ?? false,
    escapes: new Set(),
    wrapperUsed: false,
    openBraces: 0,
    atLast: false,
    pending: undefined,
    ...shape,
  }
  emitter.frames.push(frame)
  return frame
}

/** Closes the braces that conditional branches to the frame's end have opened. */
export function closeBraces(emitter: FunctionEmitter, frame: Frame): void {
  for (; frame.openBraces > 0; frame.openBraces--) emitter.close()
}
