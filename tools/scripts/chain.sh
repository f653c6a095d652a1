#!/usr/bin/env bash
# chain.sh STATE up|down: a chain in the background, for playing by hand. ANVIL is the binary.
set -euo pipefail
state=$1
pidfile=$state/chain.pid
port=8545

running() {
    [ -f "$pidfile" ] && ps -p "$(cat "$pidfile")" -o args= 2>/dev/null | grep -q anvil
}

answers() {
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}

case "${2:-}" in
    up)
        if running; then
            echo "The chain is up already: http://127.0.0.1:$port"
            exit 0
        fi
        if answers; then
            echo "market: Another program listens on port $port." >&2
            exit 1
        fi
        nohup "$ANVIL" --hardfork osaka --prune-history --port "$port" --gas-limit 60000000 \
            >"$state/chain.log" 2>&1 </dev/null &
        echo $! >"$pidfile"
        for _ in $(seq 100); do
            if answers; then
                echo "The chain is up: http://127.0.0.1:$port, chain id 31337, log in .market/chain.log"
                exit 0
            fi
            running || break
            sleep 0.1
        done
        echo "market: The chain did not start; see .market/chain.log." >&2
        exit 1
        ;;
    down)
        if running; then
            pid=$(cat "$pidfile")
            kill "$pid"
            while ps -p "$pid" >/dev/null 2>&1; do sleep 0.1; done
        fi
        rm -f "$pidfile"
        echo "The chain is down."
        ;;
    *)
        echo "market: chain knows up and down." >&2
        exit 2
        ;;
esac
