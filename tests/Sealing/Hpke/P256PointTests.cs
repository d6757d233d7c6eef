using System.Security.Cryptography;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing.Tests.Hpke;

public sealed class P256PointTests
{
    private const string Good = "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0";
    private const string Prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";

    // y of the point with x = 0.
    private const string RootOfB = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";

    [Theory]
    [InlineData(Good)]
    [InlineData("04" + Zero + RootOfB)]
    public void A_point_of_the_curve_is_read(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        P256Point.TryRead(bytes, out var point).Should().BeTrue();

        P256Point.Write(point).Should().Equal(bytes);
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("00", "the point at infinity")]
    [InlineData("04" + Zero + Zero, "not on the curve, and some libraries' form of infinity")]
    [InlineData("02fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82", "compressed")]
    [InlineData("06fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0", "hybrid")]
    [InlineData("04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea1", "off the curve by one")]
    [InlineData("04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72e", "64 bytes")]
    [InlineData(Good + "00", "66 bytes")]
    [InlineData("04" + Prime + RootOfB, "x = p, which is the point with x = 0 to a careless reader")]
    [InlineData("04" + Zero + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "y above p")]
    public void Anything_else_is_not(string hex, string what) =>
        P256Point.TryRead(Convert.FromHexString(hex), out _).Should().BeFalse(what);

    [Fact]
    public void Every_key_of_the_platform_is_a_point()
    {
        for (var i = 0; i < 100; i++)
        {
            using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            P256Point.TryRead(P256Point.Write(key.ExportParameters(includePrivateParameters: false).Q), out _).Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(Zero)]
    [InlineData("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("01")]
    public void A_private_key_of_zero_or_beyond_the_order_is_refused(string hex) => P256Key.TryImport(Convert.FromHexString(hex)).Should().BeNull();

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550")]
    public void The_first_and_the_last_private_key_are_keys(string hex)
    {
        using var key = P256Key.TryImport(Convert.FromHexString(hex));

        key.Should().NotBeNull();
    }
}
