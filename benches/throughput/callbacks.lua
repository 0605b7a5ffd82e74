-- Sends the requests of a file one after the other, each once.
-- wrk -s callbacks.lua URL -- FILE LENGTH FIRST
local file, length

function init(args)
  file = assert(io.open(args[1], "rb"))
  length = tonumber(args[2])
  file:seek("set", length * tonumber(args[3]))
end

function request()
  local text = file:read(length)
  -- An unsigned request is refused, and so shows as a reply that is not 200.
  return text or wrk.format("POST", "/messages-ran-out")
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "RESULT requests=%d duration_us=%d status=%d connect=%d read=%d write=%d timeout=%d p50_us=%d p99_us=%d\n",
    summary.requests, summary.duration, errors.status, errors.connect, errors.read, errors.write,
    errors.timeout, latency:percentile(50), latency:percentile(99)))
end
