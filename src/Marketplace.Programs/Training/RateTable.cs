using Marketplace.Numerics;
using Marketplace.Operators;

namespace Marketplace.Programs.Training;

/// <summary>The learning rates of all updates as an input of the program: a point for each update, or for each 2^k of
/// them.</summary>
public static class RateTable
{
    private const uint Half = 0x3f000000;

    /// <summary>π, rounded.</summary>
    private const uint Pi = 0x40490fdb;

    /// <summary>[points, 1], by the law alone (F1, F5).</summary>
    public static Tensor Of(RateSchedule schedule, uint updates)
    {
        var curve = new Curve(updates);
        var table = new Tensor(ElementType.F32, new Shape(1, 1, curve.Points, 1));
        for (uint p = 0; p < curve.Points; p++) table.Words[p] = At(schedule, p << curve.Shift, updates);
        return table;
    }

    /// <summary>The rate of update t of n, as a float's pattern.</summary>
    /// <remarks>After the warm-up of w updates, with x = (t − w) / (n − w): linear rate + (end − rate) · x, cosine
    /// end + (rate − end) · ½ (1 + cos πx).</remarks>
    public static uint At(RateSchedule schedule, uint t, uint n)
    {
        var (rate, end) = (Bits(schedule.Rate), Bits(schedule.End));
        if (t < schedule.WarmUp) return Law.Mul(rate, Law.Div(Float(t + 1), Float(schedule.WarmUp)));
        if (schedule.Form == RateForm.Constant || n <= schedule.WarmUp) return rate;
        var x = Law.Div(Float(t - schedule.WarmUp), Float(n - schedule.WarmUp));
        if (schedule.Form == RateForm.Linear) return Law.Fma(Law.Sub(end, rate), x, rate);
        var wave = Law.Mul(Half, Law.Add(Law.One, Elementary.Cos(Law.Mul(Pi, x))));
        return Law.Fma(Law.Sub(rate, end), wave, end);
    }

    // Counts above 2^24 are rounded to nearest even, as every integer that becomes a float (F1).
    private static uint Float(uint count) => Law.FromInt(count & 0x7fffffff);

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
