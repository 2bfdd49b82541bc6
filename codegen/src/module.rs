//! A crate as one module of another crate, for build scripts.

use std::path::Path;

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, ImplItem, Item, LitStr};

use crate::emit::{Crate, SourceFile};
use crate::format::FormatError;

/// Where the module is, and what of it is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'a> {
    /// The path of the module, such as `crate::ecs`.
    pub(crate) path: &'a str,
    /// The features of the crate that the module has, such as `client`.
    pub(crate) features: &'a [String],
}

/// The text of a module with everything that the crate has, except for the attributes and the
/// documentation of its root.
pub(crate) fn module(krate: &Crate, place: Spot<'_>) -> Result<String, FormatError> {
    let root = krate.files.iter().find(|file| file.path == "src/lib.rs");
    let mut items = match root {
        Some(root) => Assembly { krate, place }.items(root, Path::new("src"))?,
        None => Vec::new(),
    };
    // A crate offers more than one program uses.
    // In a module that imports a type, the full path of a link to it is redundant.
    let allow = || {
        syn::parse_quote! {
            #[allow(
                dead_code,
                deprecated,
                rustdoc::redundant_explicit_links,
                unreachable_pub,
                unused_imports
            )]
        }
    };
    for item in &mut items {
        match item {
            Item::Mod(item) => item.attrs.push(allow()),
            Item::Use(item) => item.attrs.push(allow()),
            _ => {}
        }
    }
    Ok(prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    }))
}

struct Assembly<'a> {
    krate: &'a Crate,
    place: Spot<'a>,
}

impl Assembly<'_> {
    /// The items of a file whose modules stand in that folder, with those modules inside.
    fn items(&self, file: &SourceFile, folder: &Path) -> Result<Vec<Item>, FormatError> {
        let invalid =
            |error: syn::Error| FormatError { path: file.path.clone(), problem: error.to_string() };
        let mut items = Vec::new();
        for section in &file.sections {
            let section = self.moved(section.clone()).map_err(invalid)?;
            items.extend(syn::parse2::<syn::File>(section).map_err(invalid)?.items);
        }
        items.retain_mut(|item| self.is_wanted(item));
        for item in &mut items {
            if let Item::Mod(module) = item {
                let name = module.ident.to_string();
                let name = name.trim_start_matches("r#");
                let path = folder.join(format!("{name}.rs"));
                let source = self.krate.files.iter().find(|file| Path::new(&file.path) == path);
                if let Some(source) = source {
                    let content = self.items(source, &folder.join(name))?;
                    module.semi = None;
                    module.content = Some((syn::token::Brace::default(), content));
                }
            }
        }
        Ok(items)
    }

    /// The tokens with paths from the root of the crate led to the module, links in
    /// documentation included.
    fn moved(&self, tokens: TokenStream) -> syn::Result<TokenStream> {
        let mut moved = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            // Not `pub(crate)`.
            let is_path = matches!(tokens.peek(), Some(TokenTree::Punct(p)) if p.as_char() == ':');
            match token {
                TokenTree::Ident(ident) if ident == "crate" && is_path => {
                    moved.extend(syn::parse_str::<syn::Path>(self.place.path)?.into_token_stream());
                }
                TokenTree::Group(group) => {
                    let inner = self.moved(group.stream())?;
                    moved.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
                }
                TokenTree::Literal(literal) if literal.to_string().contains("](crate::") => {
                    let text: LitStr = syn::parse2(literal.to_token_stream())?;
                    let link = format!("]({}::", self.place.path);
                    let text = text.value().replace("](crate::", &link);
                    moved.extend(proc_macro2::Literal::string(&text).to_token_stream());
                }
                other => moved.extend([other]),
            }
        }
        Ok(moved)
    }

    /// Whether an item is there with the module's features; it and the methods in it no longer
    /// ask for them then.
    fn is_wanted(&self, item: &mut Item) -> bool {
        match item {
            Item::Mod(item) => self.settle(&mut item.attrs),
            Item::Use(item) => self.settle(&mut item.attrs),
            Item::Impl(item) => {
                item.items.retain_mut(|item| match item {
                    ImplItem::Fn(method) => self.settle(&mut method.attrs),
                    _ => true,
                });
                self.settle(&mut item.attrs)
            }
            _ => true,
        }
    }

    fn settle(&self, attributes: &mut Vec<Attribute>) -> bool {
        let mut wanted = true;
        attributes.retain(|attribute| match feature(attribute) {
            Some(feature) => {
                wanted &= self.place.features.contains(&feature);
                false
            }
            None => true,
        });
        wanted
    }
}

/// The feature that `#[cfg(feature = "…")]` asks for.
fn feature(attribute: &Attribute) -> Option<String> {
    if !attribute.path().is_ident("cfg") {
        return None;
    }
    let mut feature = None;
    let parsed = attribute.parse_nested_meta(|meta| {
        if meta.path.is_ident("feature") {
            feature = Some(meta.value()?.parse::<LitStr>()?.value());
        }
        Ok(())
    });
    parsed.ok().and(feature)
}
