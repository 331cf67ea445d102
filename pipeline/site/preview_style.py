"""How the band of a preview looks: on any theme, on the screen and on paper."""

STYLE = """\
/* The band of a preview: seen on any theme, on the screen and on paper. */
.pratinjau {
  display: block;
  background: #8c1d18;
  color: #fff;
  border-bottom: 4px solid #ffc55c;
  font: 400 .9375rem/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
.pratinjau-isi { max-width: 74rem; margin: 0 auto; padding: .75rem 1.125rem .85rem; }
.pratinjau p { margin: .15rem 0 0; max-width: none; }
.pratinjau .pratinjau-judul { margin: 0; font-size: 1.125rem; font-weight: 700; }
.pratinjau code {
  display: inline-block;
  padding: .1rem .4rem;
  border-radius: .25rem;
  background: #5e100c;
  color: #fff;
  font: 500 .8125rem/1.55 ui-monospace, Consolas, "Liberation Mono", monospace;
  overflow-wrap: anywhere;
  -webkit-user-select: all;
  user-select: all;
}
.pratinjau details {
  margin-top: .6rem;
  padding: .1rem .8rem;
  border-radius: .4rem;
  background: #fff;
  color: #241413;
}
.pratinjau summary { padding: .4rem 0; font-weight: 600; cursor: pointer; }
.pratinjau :focus-visible { outline: 3px solid #ffc55c; outline-offset: 2px; }
.pratinjau ul { margin: 0 0 .6rem; padding: 0; list-style: none; }
.pratinjau li { padding: .45rem 0; border-top: 1px solid #e4d5d3; overflow-wrap: anywhere; }
.pratinjau li b { display: block; color: #8c1d18; font-weight: 600; }
.pratinjau li span { display: block; color: #5a4a48; }
/* What is not published is not passed on. */
.bagikan { display: none; }
.pratinjau-saja { margin: 0; background: #f7f5f0; }
@media print {
  .pratinjau { background: none; color: #000; border: 2pt solid #000; margin-bottom: 10pt; }
  .pratinjau code { background: none; color: #000; padding: 0; }
  .pratinjau details { display: none; }
  /* Once more across each sheet: pages are taken out of their pile. */
  body::before {
    content: "PRATINJAU";
    position: fixed;
    top: 45%;
    left: 0;
    z-index: 9;
    width: 100%;
    text-align: center;
    font: 700 72pt/1 Arial, sans-serif;
    letter-spacing: .08em;
    color: rgb(140 29 24 / .1);
    transform: rotate(-32deg);
  }
}
"""
