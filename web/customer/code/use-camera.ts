import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { qrReader } from './read-qr.ts';

/** Milliseconds between two looks at what the camera sees. */
const LOOK_MS = 150;

type Camera = {
  video: RefObject<HTMLVideoElement | null>;
  state: 'off' | 'starting' | 'on' | 'refused';
  start: () => void;
  stop: () => void;
};

/** Looks through the camera until a code is seen; the camera is off before and after. */
export function useCamera(onText: (text: string) => void): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const stream = useRef<MediaStream | null>(null);
  const [state, setState] = useState<Camera['state']>('off');
  const stop = useCallback(() => {
    for (const track of stream.current?.getTracks() ?? []) track.stop();
    stream.current = null;
    setState('off');
  }, []);
  const start = useCallback(async () => {
    setState('starting');
    try {
      stream.current = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      setState('on');
    } catch {
      setState('refused'); // No camera, or the person does not allow it: a picture does as well.
    }
  }, []);
  useEffect(() => stop, [stop]);
  useEffect(() => {
    if (state !== 'on' || !video.current || !stream.current) return undefined;
    const seen = video.current;
    seen.srcObject = stream.current;
    void seen.play().catch(() => undefined);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const reader = qrReader();
    const look = async (): Promise<void> => {
      const frame = { source: seen, width: seen.videoWidth, height: seen.videoHeight };
      const text = await (await reader)(frame).catch(() => null);
      if (isOver) return;
      if (text !== null) {
        stop();
        return onText(text);
      }
      timer = setTimeout(() => void look(), LOOK_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [onText, state, stop]);
  return { video, state, start: () => void start(), stop };
}
