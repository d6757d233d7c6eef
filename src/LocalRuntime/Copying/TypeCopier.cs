namespace Cocoon.LocalRuntime.Copying;

/// <summary>Copies a value of one exact type. Must record the copy in the context before it copies what the value holds.</summary>
internal delegate object TypeCopier(object value, CopyContext context);
