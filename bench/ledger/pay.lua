-- Payments, each with a document and a key of its own, into one appropriation or into many by chance.
-- Arguments: token, first appropriation's id, how many, how many of them in each department, first department, year, what makes numbers unique
function init(args)
  token, first, count, each, department, year, run = args[1], args[2] + 0, args[3] + 0, args[4] + 0, args[5] + 0, args[6], args[7]
  number = 0
  math.randomseed(tonumber(string.sub(run, -6)))
end

function request()
  number = number + 1
  local place = math.random(0, count - 1)
  local document = run .. number
  local path = string.format("/api/v1/departments/%d/fiscal-years/%s/payments", department + math.floor(place / each), year)
  local headers = { ["Authorization"] = token, ["Content-Type"] = "application/json", ["Idempotency-Key"] = document }
  local body = string.format('{"appropriationId":"%d","amount":"0.01","documentNumber":"%s","documentDate":"%s-06-01","purpose":"办公"}',
    first + place, document, year)
  return wrk.format("POST", path, headers, body)
end
