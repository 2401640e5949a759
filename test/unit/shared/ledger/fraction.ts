/** Rational numbers for the slow ledger: a bigint over a bigint, rounded only where it is asked to. */

const places = 36;

export class Fraction {
  constructor(
    readonly top: bigint,
    readonly bottom: bigint = 1n,
  ) {}
  static of(text: string): Fraction {
    const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
    return new Fraction(BigInt(text.replace('.', '')), 10n ** BigInt(decimals));
  }
  static sum = (all: readonly Fraction[]): Fraction => all.reduce((a, b) => a.plus(b), zero);
  plus = (o: Fraction) => new Fraction(this.top * o.bottom + o.top * this.bottom, this.bottom * o.bottom).reduced();
  minus = (o: Fraction) => this.plus(new Fraction(-o.top, o.bottom));
  times = (o: Fraction) => new Fraction(this.top * o.top, this.bottom * o.bottom).reduced();
  over = (o: Fraction) => {
    const sign = o.top < 0n ? -1n : 1n;
    return new Fraction(this.top * o.bottom * sign, this.bottom * o.top * sign).reduced();
  };
  less = (o: Fraction) => this.top * o.bottom < o.top * this.bottom;
  isZero = () => this.top === 0n;
  reduced(): Fraction {
    let [a, b] = [this.top < 0n ? -this.top : this.top, this.bottom];
    while (b > 0n) [a, b] = [b, a % b];
    return a > 1n ? new Fraction(this.top / a, this.bottom / a) : this;
  }
  /** Half to even at 36 decimals, or others: the nearest multiple of 10^-36, of two equally near the even one. */
  rounded(decimals = places): Fraction {
    const scaled = this.top * 10n ** BigInt(decimals);
    const negative = scaled < 0n;
    const floor = (negative ? -scaled : scaled) / this.bottom;
    const twiceRest = ((negative ? -scaled : scaled) % this.bottom) * 2n;
    const up = twiceRest > this.bottom || (twiceRest === this.bottom && floor % 2n === 1n);
    const size = floor + (up ? 1n : 0n);
    return new Fraction(negative ? -size : size, 10n ** BigInt(decimals)).reduced();
  }
  text(): string {
    const { top, bottom } = this.rounded();
    const size = ((top < 0n ? -top : top) * 10n ** BigInt(places)) / bottom;
    const digits = size.toString().padStart(places + 1, '0');
    const fraction = digits.slice(-places).replace(/0+$/, '');
    return `${top < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
  }
}

export const zero = new Fraction(0n);
export const one = new Fraction(1n);
export const fr = Fraction.of;
