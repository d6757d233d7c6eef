using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Tests.Hostile;

/// <summary>Damages bytes and cells in the ways that break parsers. The same random numbers give the same damage.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly byte[] Telling = [0x00, 0x01, 0x7f, 0x80, 0xff];

    /// <summary>A copy with one to four places changed, cut out, doubled or cut off.</summary>
    public byte[] Damage(byte[] bytes)
    {
        var changed = bytes.ToList();
        for (var times = random.Next(1, 5); times > 0 && changed.Count > 0; times--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(6))
            {
                case 0: changed[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: changed[at] = Telling[random.Next(Telling.Length)]; break;
                case 2: changed[at] = (byte)random.Next(256); break;
                case 3: changed.RemoveRange(at, Math.Min(changed.Count - at, random.Next(1, 9))); break;
                case 4: changed.InsertRange(at, changed.GetRange(at, Math.Min(changed.Count - at, random.Next(1, 9)))); break;
                default: changed.RemoveRange(at, changed.Count - at); break;
            }
        }
        return [.. changed];
    }

    /// <summary>A copy in which one cell on a random way down has a bit flipped, is cut short, loses a reference or gets one twice.</summary>
    public Cell Damage(Cell cell)
    {
        var down = cell.Refs.Count == 0 || cell.IsExotic ? -1 : random.Next(-1, cell.Refs.Count);
        if (cell.IsExotic) return cell;
        var refs = cell.Refs.ToList();
        var bits = cell.BitLength;
        var flipped = -1;
        if (down >= 0) refs[down] = Damage(refs[down]);
        else if (refs.Count > 0 && random.Next(4) == 0) refs.RemoveAt(random.Next(refs.Count));
        else if (refs.Count is > 0 and < Cell.MaxRefs && random.Next(4) == 0) refs.Add(refs[random.Next(refs.Count)]);
        else if (bits > 0 && random.Next(4) == 0) bits = random.Next(bits);
        else if (bits > 0) flipped = random.Next(bits);
        var builder = new CellBuilder();
        var slice = cell.BeginParse();
        for (var i = 0; i < bits; i++) builder.StoreBit(slice.LoadBit() ^ i == flipped);
        foreach (var child in refs) builder.StoreRef(child);
        return builder.Build();
    }
}
