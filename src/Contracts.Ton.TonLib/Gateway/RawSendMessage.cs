using TonLibDotNet;
using TonLibDotNet.Types;

namespace Cocoon.Ton.TonLib.Gateway;

/// <summary>raw.sendMessage, which the package leaves out. Source: tonlib_api.tl.</summary>
[TLSchema("raw.sendMessage body:bytes = Ok")]
public sealed class RawSendMessage : RequestBase<Ok>
{
    /// <summary>A bag of cells in base64.</summary>
    public string Body { get; set; } = "";
}
