using Marketplace.Primitives;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using BigInteger = Org.BouncyCastle.Math.BigInteger;

namespace Marketplace.Chain;

/// <summary>The curve of the chain's accounts: public keys, signatures, recovery.</summary>
/// <remarks>Not constant in time: whoever can measure this process closely may learn about its keys.</remarks>
internal static class Secp256k1
{
    private static readonly X9ECParameters Curve = SecNamedCurves.GetByName("secp256k1");
    private static readonly BigInteger HalfOrder = Curve.N.ShiftRight(1);

    /// <summary>A private key is a number from 1 to the order of the curve less 1.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> key)
    {
        if (key.Length != Hash32.Size) return false;
        var d = new BigInteger(1, key.ToArray());
        return d.SignValue > 0 && d.CompareTo(Curve.N) < 0;
    }

    /// <summary>The last 20 bytes of keccak256(x ‖ y) of the public key.</summary>
    public static Address AddressOf(BigInteger privateKey) => AddressOf(TimesGenerator(privateKey));

    /// <summary>Signs with the k of RFC 6979 (SHA-256) and the low s.</summary>
    public static Signature Sign(BigInteger privateKey, Hash32 digest)
    {
        var message = digest.ToArray();
        var z = new BigInteger(1, message);
        var nonces = new HMacDsaKCalculator(new Sha256Digest());
        nonces.Init(Curve.N, privateKey, message);
        while (true)
        {
            var k = nonces.NextK();
            var point = TimesGenerator(k);
            var x = point.AffineXCoord.ToBigInteger();
            var r = x.Mod(Curve.N);
            if (r.SignValue == 0) continue;
            var s = k.ModInverse(Curve.N).Multiply(z.Add(privateKey.Multiply(r))).Mod(Curve.N);
            if (s.SignValue == 0) continue;

            var recoveryId = (point.AffineYCoord.ToBigInteger().TestBit(0) ? 1 : 0) | (x.CompareTo(Curve.N) >= 0 ? 2 : 0);
            // The negative of s is a signature of the same message by the mirrored point: y changes its parity.
            if (s.CompareTo(HalfOrder) > 0) (s, recoveryId) = (Curve.N.Subtract(s), recoveryId ^ 1);
            return new Signature(Word(r), Word(s), (byte)recoveryId);
        }
    }

    /// <summary>The account whose key made the signature, or null if no key could have.</summary>
    public static Address? Recover(Hash32 digest, Signature signature)
    {
        var r = new BigInteger(1, signature.R.ToArray());
        var s = new BigInteger(1, signature.S.ToArray());
        if (!IsPrivateKey(signature.R.ToArray()) || !IsPrivateKey(signature.S.ToArray())) return null;
        if (signature.RecoveryId > 3) return null;

        if (!TryPoint(signature.RecoveryId >= 2 ? r.Add(Curve.N) : r, (signature.RecoveryId & 1) == 1, out var point)) return null;
        var inverse = r.ModInverse(Curve.N);
        var minusZ = Curve.N.Subtract(new BigInteger(1, digest.ToArray()).Mod(Curve.N));
        var key = ECAlgorithms.SumOfTwoMultiplies(
            Curve.G, inverse.Multiply(minusZ).Mod(Curve.N), point, inverse.Multiply(s).Mod(Curve.N)).Normalize();
        return key.IsInfinity ? null : AddressOf(key);
    }

    private static bool TryPoint(BigInteger x, bool yIsOdd, out ECPoint point)
    {
        point = Curve.Curve.Infinity;
        if (x.CompareTo(Curve.Curve.Field.Characteristic) >= 0) return false;
        try
        {
            point = Curve.Curve.DecodePoint([(byte)(yIsOdd ? 3 : 2), .. Word(x).ToArray()]);
            return true;
        }
        catch (ArgumentException)
        {
            return false; // no point of the curve has this x
        }
    }

    // The multiplier keeps no state of its own; its table hangs at the curve and is built once.
    private static ECPoint TimesGenerator(BigInteger factor) =>
        new FixedPointCombMultiplier().Multiply(Curve.G, factor).Normalize();

    private static Address AddressOf(ECPoint publicKey) =>
        new(Keccak.Hash(publicKey.GetEncoded(false).AsSpan(1)).ToArray().AsSpan(12));

    private static Hash32 Word(BigInteger value)
    {
        var bytes = value.ToByteArrayUnsigned();
        Span<byte> word = stackalloc byte[Hash32.Size];
        word.Clear();
        bytes.CopyTo(word[(Hash32.Size - bytes.Length)..]);
        return new Hash32(word);
    }
}
