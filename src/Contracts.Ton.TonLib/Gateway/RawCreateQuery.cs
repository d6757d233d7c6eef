using TonLibDotNet;
using TonLibDotNet.Types;

namespace Cocoon.Ton.TonLib.Gateway;

/// <summary>raw.createQuery, which the package leaves out. Source: tonlib_api.tl.</summary>
[TLSchema("raw.createQuery destination:accountAddress init_code:bytes init_data:bytes body:bytes = query.Info")]
public sealed class RawCreateQuery : RequestBase<TonLibDotNet.Types.Query.Info>
{
    public AccountAddress? Destination { get; set; }

    /// <summary>A bag of cells in base64; empty for none.</summary>
    public string InitCode { get; set; } = "";

    /// <summary>A bag of cells in base64; empty for none.</summary>
    public string InitData { get; set; } = "";

    /// <summary>A bag of cells in base64.</summary>
    public string Body { get; set; } = "";
}
