/** For `setupFiles`: programs that tests start print without colours, which whoever runs the tests may have turned on. */
process.env.NO_COLOR = '1'
// Node warns of programs that are given both.
delete process.env.FORCE_COLOR
