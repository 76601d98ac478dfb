#!/usr/bin/env bash
# Writes vectors.json: requests as senders sign them, signed by openssl and by nothing of ours.
# The rules are those of the senders' documents: Stripe "Verify webhook signatures manually", Zendesk "Verifying webhook
# authenticity", HubSpot "Validate the v3 request signature", Jira Cloud "Secure admin webhooks", Standard Webhooks 1.0.
set -euo pipefail
cd "$(dirname "$0")"

hex() { openssl dgst -sha256 -hmac "$1" -r | cut -d' ' -f1; }
base64() { openssl dgst -sha256 -hmac "$1" -binary | openssl base64 -A; }
hexkey64() { openssl dgst -sha256 -mac HMAC -macopt "hexkey:$1" -binary | openssl base64 -A; }

entry() { # name config at query body header value [header value]
  jq -n --arg name "$1" --argjson config "$2" --arg at "$3" --arg query "$4" --arg body "$5" '$ARGS.positional as $h
    | {name: $name, config: $config, at: $at, query: $query, body: $body,
       headers: ([range(0; $h | length; 2) | {($h[.]): $h[. + 1]}] | add)}' --args "${@:6}"
}

{
  body='{"id":"evt_1NG8Du2eZvKYlo2CUI79vXWy","type":"invoice.paid","data":{"object":{"customer_name":"Zoë Ångström","total":129900}}}'
  key=whsec_c0ffee5e7ec8a9d1
  time=1795420800 # 2026-11-23T08:00:00Z
  entry stripe "{\"verify.stripe.secrets\":\"$key\"}" 2026-11-23T08:04:59Z '' "$body" \
    Stripe-Signature "t=$time,v1=$(printf '%s.%s' "$time" "$body" | hex "$key"),v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39"

  body='{"type":"zen:event-type:ticket.status_changed","id":"5f0c9d2e","detail":{"subject":"Ça ne marche pas"}}'
  key=Zm9yLXRoZS10ZXN0cy1vbmx5
  time=2026-11-23T07:59:30Z
  entry zendesk "{\"verify.zendesk.secrets\":\"$key\"}" 2026-11-23T08:00:00Z '' "$body" \
    X-Zendesk-Webhook-Signature-Timestamp "$time" \
    X-Zendesk-Webhook-Signature "$(printf '%s%s' "$time" "$body" | base64 "$key")"

  body='[{"eventId":100,"subscriptionId":7,"subscriptionType":"deal.creation","objectId":4711,"occurredAt":1795420790000,"attemptNumber":0}]'
  key=01234567-89ab-cdef-0123-456789abcdef
  url=https://talk.example.com/api/v1/connectors/deals/events
  time=1795420795000
  entry hubspot "{\"verify.hubspot.secrets\":\"$key\",\"verify.hubspot.url\":\"$url\"}" 2026-11-23T08:00:00Z '' "$body" \
    X-HubSpot-Request-Timestamp "$time" \
    X-HubSpot-Signature-v3 "$(printf '%s%s%s%s' POST "$url" "$body" "$time" | base64 "$key")"
  # Of the escapes in an address HubSpot signs some as what they stand for, and others as they are.
  entry hubspot-escapes "{\"verify.hubspot.secrets\":\"$key\",\"verify.hubspot.url\":\"$url\"}" 2026-11-23T08:00:00Z \
    'to=desk%40example.com%2Ceu&of=a%20b%26c&at=10%3a30' "$body" \
    X-HubSpot-Request-Timestamp "$time" \
    X-HubSpot-Signature-v3 "$(printf '%s%s%s%s' POST "$url?to=desk@example.com,eu&of=a%20b%26c&at=10:30" "$body" "$time" | base64 "$key")"

  body='{"timestamp":1795420800000,"webhookEvent":"jira:issue_updated","issue":{"id":"10002","key":"NORD-7"}}'
  key="It is Jira's secret"
  entry jira "{\"verify.hmac.secrets\":\"$key\",\"verify.hmac.header\":\"x-hub-signature\",\"verify.hmac.prefix\":\"sha256=\"}" \
    2026-11-23T08:00:00Z '' "$body" X-Hub-Signature "sha256=$(printf '%s' "$body" | hex "$key")"

  body='{"type":"order.shipped","data":{"id":"47/11","note":"two\nlines"}}'
  hexkey=000102030405060708090a0b0c0d0e0f1011121314151617
  entry standard-webhooks "{\"verify.standardWebhooks.secrets\":\"whsec_$(printf '%s' "$hexkey" | xxd -r -p | openssl base64 -A)\"}" \
    2026-11-23T08:00:00Z '' "$body" webhook-id msg_2Lh9KRb0pzN webhook-timestamp 1795420800 \
    webhook-signature "v1,$(printf '%s.%s.%s' msg_2Lh9KRb0pzN 1795420800 "$body" | hexkey64 "$hexkey")"
} | jq -s . > vectors.json
