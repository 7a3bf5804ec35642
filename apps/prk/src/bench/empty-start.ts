// A process that does nothing but answer.
console.log('0')
