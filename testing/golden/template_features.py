"""Records what Jinja2 renders for one snippet per language feature.

Reference: Jinja2 3.1.6 in the environment of Hugging Face's apply_chat_template.
Usage: python3 template_features.py > ../../text/src/test/resources/dev/mote/text/template/features.json
"""

import datetime
import json

import jinja2
import jinja2.ext
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2026, 1, 5, 9, 30, 7, 1234)

VARIABLES = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": " Hi <|im_end|> \n"},
        {"role": "assistant", "content": "<think>a</think>\n\nb", "tool_calls": None},
    ],
    "tools": [{"type": "function", "function": {"name": "f", "parameters": {"items": 1}}}],
    "text": "Hello, Wörld 🙂!",
    "number": 42,
    "pi": 3.14159,
    "yes": True,
    "no": False,
    "nothing": None,
    "empty": [],
    "words": ["pear", "Apple", "fig"],
    "table": [{"name": "b", "size": 2}, {"name": "A", "size": 1}, {"name": "c"}],
    "map": {"b": 1, "a": [True, None, 1.5], "items": "own"},
    "nested": {"x": {"y": ["p", "q"]}},
}

FEATURES = {}


def feature(name, *snippets):
    FEATURES[name] = snippets


feature(
    "white space",
    "a\n{% if yes %}\nb\n{% endif %}\nc\n", "a\n  {% if yes %}\n  b\n  {% endif %}\nc",
    "a\n  {%+ if yes %}\nb{% endif +%}\nc", "a  {%- if yes -%}  b  {%- endif -%}  c",
    "a {{- ' x ' -}} b", "a\n  {{ number }}  \nb", "x\n\n", "x\r\ny\rz\n", "{{ 'a\r\nb' }}",
    "a {# c #} b", "a\n  {# c #}\n  b", "a {#- c -#} b", "a\n {#+ c +#}\n b", "a{% if yes %} \n b{% endif %}",
    "{% raw %}{{ x }} {% if %}{% endraw %}", "a {%- raw -%} {{ x }} {%- endraw -%} b",
    "a\n  {% raw %}\n {{x}}\n  {% endraw %}\nb", "\n{% if yes %}a{% endif %}", "  {% if yes %}a{% endif %}",
    "{% for x in [1,2] %}\n  {{ x }}\n{% endfor %}", "{% for x in [1,2] -%}\n  {{ x }}\n{%- endfor %}",
    "{{ '{{' }}{{ '%}' }}{{ '#}' }}", "{{ {'a': {'b': 1}}}}", "{{ {'a': 1}['a'] }}", "{ { % }", "{", "a{", "\t{% if yes %}\t{% endif %}\t|",
    "x {% set a = 1 %}\ny", "a\n{%- set b = 2 %}\n\nc", "\u00a0{%- if yes %}b{% endif %}",
    "{{ 1 }}\n{{ 2 }}\n", "{{ 1 -}}\n\n {{ 2 }}", "a{% if yes -%}\n\n b{%- endif %}c",
)
feature(
    "literals",
    "{{ 1 }} {{ 1_000 }} {{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 1.5 }} {{ 1e3 }} {{ 1.5e-7 }} {{ 2E+20 }} {{ 1_0.2_5 }}",
    "{{ true }} {{ True }} {{ false }} {{ False }} {{ none }} {{ None }}",
    "{{ 'a' \"b\" 'c' }}", r"{{ 'a\nb\tc\\d\'e\"f' }}", r"{{ '\x41\u00e9\U0001F642\101' }}", r"{{ '\q\d' }}", "{{ 'a\nb' }}",
    "{{ [] }} {{ [1, 2,] }} {{ (1,) }} {{ () }} {{ (1, 2) }} {{ {} }} {{ {'a': 1, 2: 'b',} }}", "{{ 1, 2 }}",
    "{{ [1, [2, (3, {'k': none})]] }}", "{{ (1) }}",
)
feature(
    "printing",
    "{{ 1.0 }} {{ 0.1 + 0.2 }} {{ 1e16 }} {{ 1e15 }} {{ 123456789.123 }} {{ 1e-4 }} {{ 1e-5 }} {{ -0.0 }} {{ 1e22 }} {{ 5e-324 }} {{ 1.7976931348623157e308 }}",
    "{{ nothing }} {{ yes }} {{ missing }}|", "{{ map }}", "{{ words }}", "{{ [text] }}",
    r"{{ ['it\'s', '\"', 'a\'b\"c', '\n\t\r\\', '\x00\x7f\xa0\xad', '\u200b\u2028\ue000', '🙂é'] }}",
    "{{ {'a': {'b': [1, 2.5, true]}, none: 1} }}", "{{ range(3) }} {{ range(1, 5, 2) }} {{ range(10)[2:8:3] }} {{ range(5)[::-1] }} {{ range(5)[3:1] }}",
    "{{ map.items() }} {{ map.keys() }} {{ map.values() }}", "{{ namespace(a=1, b='x') }}",
    "{% macro m() %}{% endmacro %}{{ m }}", "{% for x in [1] %}{{ loop }}{% endfor %}", "{{ [missing] }}", "{{ [nothing, yes] }}",
)
feature(
    "arithmetic",
    "{{ 7 + 2 }} {{ 7 - 2 }} {{ 7 * 2 }} {{ 7 / 2 }} {{ 7 // 2 }} {{ 7 % 2 }} {{ 7 ** 2 }}",
    "{{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ -7 / 2 }} {{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 6 / 3 }} {{ 7 % 2.5 }}",
    "{{ 2 ** 3 ** 2 }} {{ -2 ** 2 }} {{ 2 ** -1 }} {{ 2 ** 0.5 }} {{ (-1) ** 5 }} {{ 0 ** 0 }} {{ 2 ** 62 }}",
    "{{ true + 1 }} {{ true * 3 }} {{ -true }} {{ +5 }} {{ - 5 }} {{ 1 - -1 }}",
    "{{ 'a' + 'b' }} {{ 'ab' * 3 }} {{ 2 * 'x' }} {{ [1] + [2] }} {{ [0] * 3 }} {{ (1,) + (2,) }} {{ 'x' * 0 }} {{ 'x' * -1 }}",
    "{{ 1 ~ 'a' ~ none ~ true ~ 1.5 ~ missing }}", "{{ 1 + 2 ~ 3 }}" , "{{ 'a' ~ 1 + 2 }}", "{{ 2 * 3 ~ 4 }}",
    "{{ 1 / 0 }}", "{{ 1 % 0 }}", "{{ 1 // 0.0 }}", "{{ 'a' + 1 }}", "{{ 1 + none }}", "{{ [] + 'a' }}", "{{ -'a' }}", "{{ {} - 1 }}",
    "{{ 1 + 2 * 3 - 4 / 2 }}", "{{ (1 + 2) * 3 }}", "{{ 10 - 3 - 2 }} {{ 2 * 7 % 4 }}", "{{ -1 | abs }} {{ -(1 | abs) }}",
)
feature(
    "comparisons",
    "{{ 1 < 2 }} {{ 2 <= 2 }} {{ 1 > 2 }} {{ 2 >= 3 }} {{ 1 == 1.0 }} {{ 1 != 2 }} {{ true == 1 }} {{ 'a' == 'a' }} {{ none == none }} {{ none == false }}",
    "{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 1 == 1 != 2 }} {{ 'a' < 'b' }} {{ 'B' < 'a' }} {{ [1, 2] < [1, 3] }} {{ (1,) < (1, 2) }} {{ [1, 2] == [1.0, 2] }} {{ (1,) == [1] }}",
    "{{ {'a': 1} == {'a': 1.0} }} {{ {'a': 1, 'b': 2} == {'b': 2, 'a': 1} }} {{ [] == none }} {{ '' == false }}",
    "{{ 'el' in 'hello' }} {{ 'x' not in 'hello' }} {{ 1 in [1, 2] }} {{ 'a' in map }} {{ 1 in map }} {{ 2 in range(3) }} {{ 2.0 in [2] }} {{ '' in 'a' }} {{ 'a' in missing }} {{ 'b' in ('a', 'b') }} {{ 'a' in map.keys() }}",
    "{{ not 1 in [2] }} {{ not true == false }} {{ 1 in [1] and 2 in [2] }}",
    "{{ 1 < 'a' }}", "{{ none < 1 }}", "{{ 1 in 'a' }}", "{{ 1 in 5 }}", "{{ 'a' in none }}", "{{ missing < 1 }}", "{{ missing == other }} {{ missing == '' }} {{ missing != 1 }}",
    "{{ '🙂' > 'ﬀ' }} {{ 'é' > 'z' }}",
)
feature(
    "logic",
    "{{ 1 and 2 }} {{ 0 and 2 }} {{ 1 or 2 }} {{ '' or 'd' }} {{ not '' }} {{ not [1] }} {{ [] or {} or 0 or 'end' }}",
    "{{ yes and no or yes }} {{ no and missing.x or 'safe' }} {{ not yes and no }}",
    "{{ 'a' if yes else 'b' }} {{ 'a' if no else 'b' }}|{{ 'a' if no }}|{{ 'a' if no else 'b' if no else 'c' }}",
    "{{ ('a' if no).x }}", "{{ (1 if yes) + 1 }}", "{% if missing %}a{% elif 0.0 %}b{% elif {} %}c{% elif ' ' %}d{% else %}e{% endif %}",
    "{% if none %}a{% else %}b{% endif %}{% if range(0) %}a{% else %}b{% endif %}{% if map.keys() %}a{% endif %}",
    "{% if words|select('string') %}always{% endif %}{% if []|map('upper') %}always{% endif %}",
)
feature(
    "access",
    "{{ messages[0].role }} {{ messages[0]['role'] }} {{ messages[-1]['content'] }} {{ messages.0.role }} {{ messages[9] }}|{{ messages[0].x }}|",
    "{{ map['items'] }}", "{{ map['b'] }} {{ map.b }} {{ map.a[2] }} {{ nested.x.y[1] }} {{ nested['x'].y.0 }}",
    "{{ text[0] }} {{ text[-1] }} {{ text[-2] }} {{ text[99] }}|{{ text.foo }}|{{ (1, 2)[1] }} {{ (1, 2)[-3] }}|",
    "{{ words[1:] }} {{ words[:1] }} {{ words[-2:] }} {{ words[::2] }} {{ words[::-1] }} {{ words[5:] }} {{ words[:-1] }} {{ words[1:1] }}",
    "{{ text[1:4] }}|{{ text[:-3] }}|{{ text[::-1] }}|{{ text[-3:] }}|{{ text[::3] }}|{{ text[100:] }}|{{ text[none:2] }}",
    "{{ (1, 2, 3)[1:] }} {{ (1, 2, 3)[::-1] }} {{ words[number:] }}", "{{ words[1:2:0] }}", "{{ words['a':] }}",
    "{{ missing.x }}", "{{ missing['x'] }}", "{{ messages[0].x.y }}", "{{ none.x }}|{{ none['x'] }}|", "{{ nothing.x.y }}", "{{ number.x }}|",
    "{{ map['zz'] }}|{{ map[1] }}|{{ words['x'] }}|{{ words[1.0] }}|{{ text['upper']() }}", "{{ messages[0]['get']('role') }}", "{{ {1: 'a', 1.5: 'b', true: 'c'}[1] }}",
    "{{ {'a': 1}[['a']] }}|", "{{ tools[0].function.parameters['items'] }} {{ tools[0]['function']['name'] }}", "{{ nested['x']['y'][0][0] }}", "{{ loop }}|",
)
feature(
    "calls",
    "{{ missing() }}", "{{ number() }}", "{{ map.get('zz') }} {{ map.get('zz', 5) }} {{ map.get('b') }}", "{{ words.nope() }}", "{{ range(*[1, 4])|list }} {{ dict(**{'a': 1}) }}",
    "{{ range(2, 5)|list }} {{ range(5, 0, -2)|list }} {{ range(0)|list }}",
    "{{ dict(a=1, b='x') }} {{ dict([['a', 1]]) }} {{ dict({'a': 1}, b=2) }}", "{{ namespace({'a': 1}, b=2).b }}",
    "{{ raise_exception('no ' ~ number) }}", "{{ raise_exception() }}", "{{ strftime_now('%Y-%m-%d %H:%M:%S %d %b %B %a %A %j %y %p %I %e %-d %% %F %T %D %R %f %u %w %U %W %C %q') }}",
    "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{% set _ = c.reset() %}{{ c.next() }}",
    "{% set j = joiner('|') %}{% for x in words %}{{ j() }}{{ x }}{% endfor %}{% set k = joiner() %}{{ k() }}{{ k() }}",
    "{{ range(3)|length }}", "{{ range() }}", "{{ range(1, 2, 0) }}", "{{ 'a'.upper(1) }}", "{{ map.get() }}",
)
feature(
    "loops",
    "{% for x in words %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ x }};{% endfor %}",
    "{% for x in words %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }};{% endfor %}", "{% for x in [1] %}{{ loop.previtem is defined }}{{ loop.nextitem is defined }}{% endfor %}",
    "{% for x in words %}{{ loop.cycle('odd', 'even') }} {% endfor %}", "{% for x in [1, 1, 2, 2, 1] %}{% if loop.changed(x) %}{{ x }}{% endif %}{% endfor %}",
    "{% for x in empty %}a{% else %}none{% endfor %}{% for x in missing %}a{% else %}none{% endfor %}{% for x in words %}{% else %}b{% endfor %}",
    "{% for x in words if x != 'fig' %}{{ loop.index }}/{{ loop.length }}{{ x }}{{ loop.last }} {% endfor %}", "{% for x in words if x == 'zz' %}a{% else %}none{% endfor %}",
    "{% for k, v in map.items() %}{{ k }}={{ v }};{% endfor %}", "{% for k in map %}{{ k }};{% endfor %}", "{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
    "{% for c in 'héy🙂' %}[{{ c }}]{% endfor %}", "{% for x in range(3) %}{{ x }}{% endfor %}",
    "{% for x in [1, 2, 3, 4] %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 4 %}{% break %}{% endif %}{{ x }}{% endfor %}", "{% for x in [1] %}{% break %}{% else %}e{% endfor %}",
    "{% for x in [1, 2] %}{% for y in [1, 2] %}{{ loop.index }}{% if y == 1 %}{% continue %}{% endif %}{{ x }}{{ y }} {% endfor %}{{ loop.index }}{% endfor %}",
    "{% for item in [{'n': 1, 'c': [{'n': 2, 'c': []}]}] recursive %}{{ item.n }}{{ loop.depth }}{{ loop.depth0 }}[{{ loop(item.c) }}]{% endfor %}",
    "{% set x = 'o' %}{% for i in [1, 2] %}{{ x }}{% set x = i %}{{ x }} {% endfor %}{{ x }}", "{% for x in words %}{% endfor %}{{ x }}|{{ loop }}|",
    "{% set ns = namespace(n=0) %}{% for i in [1, 2, 3] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}", "{% for x in 5 %}{% endfor %}", "{% for x in none %}{% endfor %}", "{% for a, b in [[1]] %}{% endfor %}", "{% for a, b in [[1, 2, 3]] %}{% endfor %}",
    "{% for x in words|reverse %}{{ x }}{% endfor %}{% for x in words[::-1] %}{{ x }}{% endfor %}", "{% for x in (1, 2) if x %}{{ x }}{% endfor %}", "{% for x in 1, 2 %}{{ x }}{% endfor %}",
    "{% for m in messages %}{% if loop.first %}F{% endif %}{% if not loop.last %}{{ m.role }},{% else %}{{ m.role }}{% endif %}{% endfor %}",
    "{% set g = words|map('upper') %}{% for x in g %}{{ x }}{% endfor %}{% for x in g %}{{ x }}{% endfor %}|{{ g|list }}",
    "{% for x in [1,2,3] %}{{ loop.index if not loop.last else 'end' }}{% endfor %}", "{% for x in [3, 1] %}{% set outer = loop %}{% for y in [1] %}{{ outer.index }}{{ loop.index }}{% endfor %}{% endfor %}",
    "{% for x in [[1, 2]] %}{% for y in x %}{{ y }}{% endfor %}{% endfor %}", "{% for x in [1] %}{{ loop(1) }}{% endfor %}", "{% break %}",
    "{% for i in [1,2] %}{% set x %}{{ i }}{% endset %}{{ x }}{% endfor %}",
)
feature(
    "assignments",
    "{% set a = 1 %}{{ a }}{% set a = a + 1 %}{{ a }}", "{% set a, b = 1, 2 %}{{ b }}{{ a }}", "{% set (a, b) = [3, 4] %}{{ a }}{{ b }}", "{% set a = 1, 2 %}{{ a }}",
    "{% set a %}x{{ number }}y{% endset %}{{ a }}", "{% set a | upper | replace('X', 'z') %}x{{ number }}{% endset %}{{ a }}", "{% if yes %}{% set a = 5 %}{% endif %}{{ a }}", "{% if no %}{% set a = 5 %}{% endif %}{{ a }}|",
    "{% set ns = namespace() %}{% set ns.x = 3 %}{{ ns.x }}{{ ns.y }}|{{ ns['x'] }}", "{% set ns = {} %}{% set ns.x = 3 %}", "{% set zz.x = 3 %}", "{% set a, b = 1 %}", "{% set true = 1 %}", "{% set %}", "{% set a %}{% set b = 1 %}{{ b }}{% endset %}{{ a }}{{ b }}|",
    "{% with a = 1, b = 2 %}{{ a }}{{ b }}{% endwith %}{{ a }}|", "{% set a = 1 %}{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}", "{% with %}{% set q = 1 %}{{ q }}{% endwith %}{{ q }}|",
    "{% filter upper %}a{{ text }}{% endfilter %}", "{% filter replace('a', 'b')|upper %}aa{% endfilter %}", "{% print number %}", "{% generation %}{% set q = 1 %}x{{ q }}{% endgeneration %}{{ q }}|", "{% block b %}x{% endblock %}{% block c %}y{% endblock c %}",
    "{% set messages = messages[1:] %}{{ messages|length }}", "{% set x = {'a': 1} %}{{ x.a }}",
    "{% set ns = namespace(a=1) %}{% macro m() %}{% set ns.a = 2 %}{% endmacro %}{{ m() }}{{ ns.a }}",
)
feature(
    "macros",
    "{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=4, a=5) }} {{ m() }}", "{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(7) }}",
    "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, z=2) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}",
    "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}body{% endcall %}", "{% macro m() %}[{{ caller('x', 2) }}]{% endmacro %}{% call(a, b=1) m() %}{{ a }}{{ b }}{% endcall %}", "{% macro m() %}x{% endmacro %}{% call m() %}body{% endcall %}", "{% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }}",
    "{% macro f(n) %}{% if n > 0 %}{{ n }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(4) }}", "{% set g = 1 %}{% macro m() %}{{ g }}{% endmacro %}{% set g = 2 %}{{ m() }}", "{% macro m() %}{{ later }}{% endmacro %}{% set later = 3 %}{{ m() }}",
    "{% macro m() %}{% set inner = 1 %}{% endmacro %}{{ m() }}{{ inner }}|", "{% for x in [1] %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% endfor %}", "{% macro m() %}{{ loop }}{% endmacro %}{% for x in [1] %}{{ m() }}|{% endfor %}",
    "{% macro m(a, b) %}{{ b is defined }}{% endmacro %}{{ m(1) }}", "{{ m() }}{% macro m() %}{% endmacro %}", "{% macro m(a, b=1, *c) %}{% endmacro %}", "{% macro m(a=1, b) %}{% endmacro %}", "{% macro m(x) -%}\n  {{ x }}\n{%- endmacro %}[{{ m(1) }}]",
    "{% macro m() %}x{% endmacro %}{{ m()|upper }}{{ m() + 'y' }}{{ m()|length }}", "{% macro m(a) %}{{ m.name }}{{ m.arguments }}{% endmacro %}{{ m(1) }}",
    "{% macro outer() %}{% macro inner() %}i{% endmacro %}{{ inner() }}{% endmacro %}{{ outer() }}", "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}",
    "{% macro m(caller) %}{{ caller() }}{% endmacro %}x", "{% macro m(items) %}{% for i in items %}{{ i }}{% endfor %}{% endmacro %}{{ m(items=[1, 2]) }}",
)
feature(
    "tests",
    *["{{ %s is %s }}{{ %s is not %s }}" % (v, t, v, t)
      for t in ("defined", "undefined", "none", "string", "mapping", "iterable", "sequence", "number", "integer", "float", "boolean", "true", "false", "callable")
      for v in ("missing", "nothing", "text", "map", "words", "number", "pi", "yes", "no", "range(3)", "(1,)", "words|map('upper')", "map.items()", "range")],
    "{{ 3 is odd }}{{ 3 is even }}{{ 6 is divisibleby 3 }}{{ 6 is divisibleby(4) }}{{ 2.0 is even }}{{ true is odd }}",
    "{{ 'a' is lower }}{{ 'A' is upper }}{{ 'aB' is lower }}{{ '1' is lower }}{{ 5 is upper }}", "{{ 1 is eq 1 }}{{ 1 is equalto 2 }}{{ 1 is ne 2 }}{{ 2 is gt 1 }}{{ 2 is ge(2) }}{{ 1 is lt 2 }}{{ 1 is le 0 }}{{ 1 is greaterthan 0 }}{{ 1 is lessthan 0 }}{{ 1 is sameas 1 }}{{ 1 is sameas true }}{{ none is sameas none }}",
    "{{ 1 is in [1] }}{{ 1 is not in [1] }}{{ 'a' is in 'abc' }}", "{{ 'upper' is filter }}{{ 'nope' is filter }}{{ 'odd' is test }}{{ 'nope' is test }}", "{{ 1 is nope }}", "{% if no and 1 is nope %}{% endif %}ok", "{% if 1 is nope %}{% endif %}", "{{ 1 is odd is even }}",
    "{{ missing.x is defined }}", "{{ nested.x.z is defined }}{{ nested.q is defined }}", "{{ not missing is defined }}{{ missing is defined and missing.x }}", "{{ words is string or yes }}", "{{ '<' is escaped }}{{ '<'|safe is escaped }}", "{{ 'x' is odd }}",
    "{{ (1 if no) is defined }}", "{{ 1 if yes is true else 2 }}", "{{ messages[0].role is equalto 'system' and yes }}", "{{ 5 is divisibleby 0 }}",
)
feature(
    "text filters",
    "{{ text|upper }} {{ text|lower }} {{ text|capitalize }} {{ 'it\\'s a-b (c) d_e'|title }} {{ 'ß'|upper }} {{ 5|upper }} {{ none|upper }} {{ missing|upper }}|", "[{{ '  a b \\n'|trim }}] [{{ 'xxaxx'|trim('x') }}] [{{ 5|trim }}]",
    "{{ 'aXbX'|replace('X', 'y') }} {{ 'aaa'|replace('a', 'b', 2) }} {{ 'ab'|replace('', '-') }} {{ 5|replace(5, 'x') }}", "{{ 'a\\nb\\n\\nc'|indent }}|{{ 'a\\nb'|indent(2, true) }}|{{ 'a\\n\\nb'|indent(width=1, blank=true) }}|{{ 'a\\nb\\n'|indent('> ') }}|{{ ''|indent(2, true) }}|{{ 'a\\r\\nb'|indent(1) }}",
    "{{ 'hello big world'|truncate(9) }}|{{ 'hello'|truncate(3) }}|{{ 'hello big world'|truncate(9, true) }}|{{ 'hello big world'|truncate(9, false, '', 0) }}|{{ 'hello big world'|truncate(9, end='…') }}", "[{{ 'a'|center(4) }}][{{ 'ab'|center(5) }}][{{ 'abc'|center(2) }}]",
    "{{ 'a b, c_d'|wordcount }}", "{{ '%s-%d-%05.1f-%r-%x-%5s|%-5s|%+d|%e|%g|%%|%c' |format('a', 3.7, 2.25, 'q', 255, 'r', 'l', 5, 12345.678, 0.0001, 'z') }}", "{{ '%(a)s %(b)03d'|format(a='x', b=7) }}", "{{ '%s'|format }}", "{{ '%d'|format('x') }}", "{{ 'a'|format(1) }}",
    "{{ 5|string + 'a' }} {{ none|string }} {{ [1]|string }}", "{{ '<a href=\"x\">&\\''|e }} {{ '<'|escape|e }} {{ '<'|e|forceescape }} {{ '<'|safe }}", "{{ 'a'|safe + '<' }} {{ '<' + 'a'|safe }} {{ ('a'|safe) ~ '<' }} {{ ('%s'|safe) % '<' }} {{ ('a'|safe).replace('a', '<') }} {{ ('a'|safe).upper() + '<' }} {{ ('x'|safe) * 2 + '<' }} {{ ['<'|safe] }} {{ ('{}'|safe).format('<') }} {{ ('a,b'|safe).split(',') }} {{ ('&'|safe).join(['<', 'x']) }} {{ ['<']|join('&'|safe) }} {{ ('a'|safe)|tojson + '<' }} {{ ('x<'|safe)|trim + '<' }} {{ ('ab'|safe)[0] + '<' }} {{ 'a'|safe == 'a' }}",
    "{{ 'x'|nope }}", "{% if no %}{{ 'x'|nope }}{% endif %}ok", "{% if yes %}{{ 'x'|nope }}{% endif %}", "{{ 'x'|nope if no else 'y' }}", "{% if yes %}{% for x in [1] %}{{ x|nope }}{% endfor %}{% endif %}",
    "{{ 1000|filesizeformat }} {{ 1500000|filesizeformat }} {{ 0|filesizeformat }} {{ 1024|filesizeformat(true) }} {{ 1|filesizeformat }}",
)
feature(
    "number filters",
    "{{ '12'|int }} {{ 'x'|int }} {{ 'x'|int(7) }} {{ 3.9|int }} {{ -3.9|int }} {{ '3.7'|int }} {{ '0x1f'|int(base=16) }} {{ '0x1F'|int(0, 16) }} {{ '1_000'|int }} {{ ' 12 '|int }} {{ none|int }} {{ [1]|int(3) }} {{ true|int }} {{ '1e3'|int }} {{ '-5'|int }} {{ ''|int }} {{ '101'|int(0, 2) }}",
    "{{ '1.5'|float }} {{ 'x'|float }} {{ 'x'|float(2) }} {{ 3|float }} {{ none|float }} {{ '1e3'|float }} {{ ' 2. '|float }} {{ '.5'|float }} {{ 'inf'|float }} {{ 'nan'|float }}", "{{ missing|int }}", "{{ missing|float }}",
    "{{ 2.5|round }} {{ 3.5|round }} {{ pi|round(2) }} {{ 5|round }} {{ 15|round(-1) }} {{ 42.55|round(1, 'floor') }} {{ 42.41|round(1, 'ceil') }} {{ 5|round(0, 'ceil') }} {{ 2.675|round(2) }} {{ -2.5|round }} {{ 1234.5|round(-2) }}", "{{ 1|round(0, 'x') }}",
    "{{ -5|abs }} {{ -1.5|abs }} {{ none|abs }}",
)
feature(
    "sequence filters",
    "{{ words|first }} {{ words|last }} {{ empty|first }}|{{ empty|last }}|{{ 'abc'|first }} {{ 'abc'|last }} {{ map|first }}", "{{ words|length }} {{ words|count }} {{ text|length }} {{ map|length }} {{ missing|length }} {{ range(4)|length }} {{ map.items()|length }}", "{{ 5|length }}", "{{ none|length }}",
    "{{ 'abc'|list }} {{ map|list }} {{ (1, 2)|list }} {{ range(2)|list }} {{ missing|list }} {{ map.items()|list }}", "{{ 'aé🙂'|reverse }} {{ words|reverse|list }}", "{{ words|join }} {{ words|join(', ') }} {{ [1, none, true]|join('-') }} {{ table|join('+', attribute='name') }} {{ 'abc'|join('.') }} {{ missing|join }}|{{ [1, [2]]|join }}",
    "{{ [1, 2.5]|sum }} {{ table[:2]|sum(attribute='size') }} {{ [[1], [2]]|sum(start=[]) }} {{ []|sum }}", "{{ [1, 2, 3, 4, 5]|batch(2)|list }} {{ [1, 2, 3]|batch(2, 'x')|list }} {{ [1, 2, 3, 4, 5]|slice(2)|list }} {{ [1, 2, 3, 4, 5]|slice(3, 'x')|list }}",
    "{{ map|items|list }} {{ missing|items|list }}", "{{ 5|items|list }}", "{{ words|map('upper')|list }} {{ table|map(attribute='name')|join }} {{ table|map(attribute='size', default=0)|list }} {{ [nested]|map(attribute='x.y.1')|list }} {{ [[1, 2]]|map(attribute=1)|list }} {{ words|map('replace', 'p', 'q')|list }} {{ words|map('truncate', length=3, killwords=true, end='', leeway=0)|list }}",
    "{{ words|map('nope')|list }}", "{{ [1, 0, 2]|select|list }} {{ [1, 2, 3]|select('odd')|list }} {{ [1, 2, 3]|reject('odd')|list }} {{ [1, 2, 3]|select('>', 1)|list }} {{ [1, 2, 3]|select('in', [1, 3])|list }} {{ [0, 1]|reject|list }}",
    "{{ table|selectattr('size')|map(attribute='name')|list }} {{ table|rejectattr('size')|list }} {{ table|selectattr('size', 'eq', 2)|list }} {{ table|selectattr('size', 'defined')|map(attribute='size')|sum }} {{ messages|selectattr('role', 'equalto', 'user')|list|length }} {{ messages|selectattr('role', 'in', ['user', 'system'])|map(attribute='role')|join(',') }} {{ messages|rejectattr('role', '==', 'user')|first }}",
    "{{ none|selectattr('a')|list }} {{ false|map('upper')|list }}", "{{ words|sort }} {{ words|sort(true) }} {{ words|sort(case_sensitive=true) }} {{ table[:2]|sort(attribute='size') }} {{ table[:2]|sort(attribute='name') }} {{ [[2, 1], [1, 3], [1, 2]]|sort(attribute='0,1') }} {{ [3, 1, 2]|sort(reverse=true) }}", "{{ [1, 'a']|sort }}",
    "{{ {'b': 1, 'A': 2}|dictsort }} {{ {'b': 1, 'A': 2}|dictsort(true) }} {{ {'b': 1, 'A': 2}|dictsort(by='value') }} {{ {'b': 1, 'a': 2}|dictsort(reverse=true) }} {{ {'b': 1, 'a': 2}|dictsort(false, 'value', true) }}", "{{ 5|dictsort }}", "{{ {}|dictsort(by='x') }}",
    "{{ ['a', 'A', 'b', 'a']|unique|list }} {{ ['a', 'A']|unique(true)|list }} {{ [1, 1.0, '1']|unique|list }} {{ table|map(attribute='size', default=2)|unique|list }}", "{{ [3, 1, 2]|min }} {{ [3, 1, 2]|max }} {{ words|min }} {{ words|max }} {{ empty|max }}|{{ table[:2]|max(attribute='size') }}",
    "{{ [{'a': 1, 'b': 2}, {'a': 2, 'b': 3}, {'a': 1, 'b': 4}]|groupby('a') }}", "{% for g in [{'a': 'x'}, {'a': 'X'}, {'b': 1}]|groupby('a', default='d') %}{{ g.grouper }}:{{ g.list|length }} {% endfor %}", "{% for k, group in table[:2]|groupby('name') %}{{ k }}{{ group }}{% endfor %}",
    "{{ missing|default('d') }} {{ none|default('d') }} {{ ''|default('d', true) }} {{ none|d('e', boolean=true) }} {{ missing|default }}| {{ 0|default(5, true) }} {{ missing.x|default(1) }}", "{{ map|attr('b') }}|{{ words|attr('nope') }}|", "{{ (words|map('upper'))|first }}", "{{ words|last|upper }}", "{{ words|map('length')|list }}", "{{ words|select('in', 'pear fig')|list }}",
)
feature(
    "tojson",
    "{{ map|tojson }}", "{{ map|tojson(indent=2) }}", "{{ [{}, [], [1, [2]]]|tojson(indent=4) }}", "{{ text|tojson }} {{ text|tojson(ensure_ascii=true) }}", r"{{ '\"\\\n\r\t\b\f\x01\x7f<>&\'/\u2028' |tojson }}", "{{ {'b': 1, 'a': 2}|tojson(sort_keys=true) }} {{ [1, 2]|tojson(separators=(',', ':')) }} {{ {'a': 1}|tojson(indent=none) }}",
    "{{ {1: 2, none: 3, 1.5: 5}|tojson }} {{ {true: 4}|tojson }} {{ [1.0, 1e100, -0.5, true, none]|tojson }} {{ (1, 2)|tojson }}", "{{ missing|tojson }}", "{{ {'a': range(2)}|tojson }}", "{{ {'a': [1, {'b': []}]}|tojson(indent='--') }}", "{{ tools|tojson }}", "{{ {}|tojson(indent=2) }}{{ []|tojson(indent=2) }}", "{{ [1]|tojson(indent=0) }}", "{{ messages|tojson(indent=1, ensure_ascii=false) }}",
)
feature(
    "str methods",
    "[{{ ' a '.strip() }}][{{ ' a '.lstrip() }}][{{ ' a '.rstrip() }}][{{ 'xyaxy'.strip('yx') }}][{{ 'xxa'.lstrip('x') }}][{{ 'axx'.rstrip('x') }}][{{ '\\u00a0a\\u2003'.strip() }}]", "{{ 'a,b,,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ ' a  b '.split() }} {{ ' a b c '.split(none, 1) }} {{ ''.split() }} {{ ''.split(',') }} {{ 'a<sep>b'.split('<sep>') }} {{ 'abc'.split('') }}", "{{ 'a,b,c'.split(sep=',', maxsplit=1) }} {{ 'a,b,c'.split(',', maxsplit=0) }}",
    "{{ 'a,b,c'.rsplit(',', 1) }} {{ ' a b c '.rsplit(none, 1) }} {{ 'a,b'.rsplit(',') }} {{ 'abc'.rsplit() }}", "{{ 'hello'.startswith('he') }}{{ 'hello'.startswith(('x', 'h')) }}{{ 'hello'.endswith('lo') }}{{ 'hello'.endswith(('x',)) }}{{ 'hello'.startswith('l', 2) }}{{ ''.startswith('') }}{{ 'a'.startswith('', 5) }}", "{{ 'aXbX'.replace('X', 'y') }} {{ 'aaa'.replace('a', 'b', 1) }} {{ 'ab'.replace('', '-') }} {{ 'a'.replace('a', '') }}|",
    "{{ 'hELLO wORLD'.title() }} {{ 'hELLO'.capitalize() }} {{ 'aB'.upper() }} {{ 'aB'.lower() }} {{ 'aB'.swapcase() }} {{ 'Straße'.casefold() }} {{ \"they're b2b\".title() }} {{ ''.capitalize() }}|", "{{ 'hello'.find('l') }} {{ 'hello'.rfind('l') }} {{ 'hello'.find('x') }} {{ 'hello'.index('e') }} {{ 'hello'.count('l') }} {{ 'aaa'.count('aa') }} {{ 'ab'.count('') }} {{ '🙂a'.find('a') }} {{ 'hello'.find('l', 3) }} {{ 'hello'.find('l', 0, 2) }} {{ 'hello'.rindex('l') }}", "{{ 'hello'.index('x') }}",
    "{{ ','.join(['a', 'b']) }} {{ ''.join('abc') }} {{ '-'.join(words) }}", "{{ ','.join([1]) }}", "{{ '{} {1}'.format(1) }}", "{{ '{} {}'.format(1, 'b') }} {{ '{0}{1}{0}'.format('a', 'b') }} {{ '{x}'.format(x=5) }} {{ '{0[k]}'.format({'k': 1}) }} {{ '{{}}'.format() }} {{ '{!r}'.format('a') }}", "{{ '{:>5}|{:<5}|{:^5}|{:*^7}'.format('a', 'b', 'c', 'd') }} {{ '{:.2f} {:05d} {:,} {:+} {:x} {:#x} {:e} {:g} {:%} {:.1%}'.format(3.14159, 42, 1234567, 5, 255, 255, 12345.678, 0.0001, 0.5, 0.123) }} {{ '{:5}|{:5}'.format(1, 'a') }} {{ '{:.3}'.format('abcdef') }} {{ '{:.3}'.format(3.14159) }}", "{{ '{}'.format() }}", "{{ '{'.format() }}",
    "{{ 'a=b=c'.partition('=') }} {{ 'a=b=c'.rpartition('=') }} {{ 'abc'.partition('=') }} {{ 'abc'.rpartition('=') }}", "{{ 'a\\nb\\r\\nc'.splitlines() }} {{ 'a\\nb\\n'.splitlines(true) }} {{ ''.splitlines() }}", "{{ 'prefix-x'.removeprefix('prefix-') }} {{ 'x.txt'.removesuffix('.txt') }} {{ 'a'.removeprefix('b') }}", "[{{ 'a'.ljust(3) }}][{{ 'a'.rjust(3, '.') }}][{{ 'a'.center(4) }}][{{ 'ab'.center(5, '*') }}][{{ '7'.zfill(3) }}][{{ '-7'.zfill(4) }}][{{ 'a\\tb'.expandtabs(4) }}]",
    "{{ 'a1'.isalnum() }}{{ 'a'.isalpha() }}{{ '1'.isdigit() }}{{ ' '.isspace() }}{{ 'a'.islower() }}{{ 'A'.isupper() }}{{ 'Ab Cd'.istitle() }}{{ '²'.isdigit() }}{{ '²'.isdecimal() }}{{ '½'.isnumeric() }}{{ ''.isalpha() }}{{ 'é'.isascii() }}{{ 'a b'.isidentifier() }}{{ '٣'.isdecimal() }}", "{{ 'a'.upper is callable }}", "{{ '%s and %s' % ('a', 1) }} {{ '%d%%' % 5 }} {{ '%s' % 'x' }} {{ '%.2f' % pi }} {{ '%(b)s' % map }} {{ '%s' % [1] }} {{ '%5.1f|%-6s|%06.2f' % (1.25, 'a', -1.5) }}", "{{ '%s %s' % 'a' }}", "{{ 'a' % 1 }}",
    "{{ (messages[2].content.split('</think>')|last).lstrip('\\n') }}", "{{ messages[2]['content'].split('</think>')[0].split('<think>')[-1].strip() }}", "{{ text.lower().split(',')[1].strip()[::-1] }}",
)
feature(
    "container methods",
    "{{ map.keys()|list }} {{ map.values()|list }} {{ map.items()|list }}", "{% for k, v in map.items() if k != 'b' %}{{ k }}{% endfor %}", "{{ words.index('fig') }} {{ words.count('fig') }} {{ (1, 2, 1).count(1) }} {{ (1, 2).index(2) }}", "{{ words.index('zz') }}", "{{ words.copy() }} {{ map.copy() }}", "{{ map.get('items') }}", "{{ 'b' in map and map.b == 1 }}", "{{ map.nope }}|", "{{ {'keys': 1}['keys'] }} {{ {'get': 1}.get('get') }}",
)
feature(
    "syntax errors",
    "{% if %}", "{% if yes %}", "{% endif %}", "{% for x %}{% endfor %}", "{% for x in %}{% endfor %}", "{{ 1 + }}", "{{ (1 }}", "{{ [1 }}", "{{ 1 ]", "{{ }}", "{% nope %}", "{% if yes %}{% endfor %}", "{{ 'a }}", "{{ a b }}", "{# open", "{% raw %}open", "{{ open", "{% open", "{{ 1 | }}", "{{ 1 is }}", "{{ a. }}", "{{ a[ ] }}", "{{ f(a=1, 2) }}", "{{ {1} }}", "{{ {'a' 1} }}", "{{ ?x }}", "{{ a ? b }}", "{% set x %}", "{% set 1 = 2 %}", "{% macro %}{% endmacro %}", "{% macro m %}{% endmacro %}", "{% call x %}{% endcall %}", "{% else %}", "{% elif yes %}", "{% if yes %}{% else %}{% else %}{% endif %}", "{{ a if }}", "{{ not }}", "{% for loop in [1] %}{% endfor %}", "{% do x %}", "{{ $ }}", "{{ 1 = 2 }}", "{{ ) }}", "{% continue %}", "{% endmacro %}", "{{ a; b }}", "{% if yes %}x{% endif yes %}", "{{ f(*a, *b) }}", "{{ f(**a, b) }}", "{{ x.'y' }}", "{% with a %}{% endwith %}", "{% filter %}{% endfilter %}", "{{ 'a' 1 }}", "{{ 08 }}",
)


class Generation(jinja2.ext.Extension):
    """The generation tag of Hugging Face, which marks what the assistant wrote."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_written"), [], [], body).set_lineno(line)

    def _written(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


def render(template):
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
    )
    environment.filters["tojson"] = tojson
    environment.globals["raise_exception"] = raise_exception
    environment.globals["strftime_now"] = NOW.strftime
    try:
        return {"text": environment.from_string(template).render(**VARIABLES)}
    except SyntaxError:  # Python's own, where Jinja2 compiles what Python refuses
        return {"error": "TemplateSyntaxError"}
    except Exception as e:
        name = type(e).__name__
        return {"error": "raised: " + str(e) if name == "TemplateError" else name}


print(json.dumps({
    "reference": "Jinja2 " + jinja2.__version__,
    "now": NOW.isoformat(),
    "variables": VARIABLES,
    "features": {
        name: [{"template": snippet, **render(snippet)} for snippet in snippets]
        for name, snippets in FEATURES.items()
    },
}, ensure_ascii=False, indent=1))
