//! The platform's API: every call and its answer as values. Sending them is the caller's business.
//!
//! A [`Request`] gives a [`Call`] (method, path, query, body) and reads the answer. JSON bodies are raw UTF-8,
//! never `\uXXXX`, which the platform refuses or shows literally. A missing `errcode` is success; numbers may
//! come as text and text as numbers. Errors come with HTTP status 200, so the body decides.
//! Sources: the platform's API pages; each type names its path.

mod account;
mod answer;
mod call;
mod custom;
mod draft;
mod mass;
mod media;
mod menu;
mod notice;
mod publish;
mod tag;
mod token;
mod user;

pub use account::{
    ApiDomainIp, CallbackCheck, CallbackIp, CallbackReport, ClearQuota, DnsProbe, FailedCall, IpList,
    PingProbe, QrCode, QrCodeCreate, QrScene, Quota, QuotaGet, QuotaUse, RidGet, RidReport,
};
pub use answer::Done;
pub use call::{Call, CallBody, Method, Request};
pub use custom::{CustomMessage, CustomSend, MenuItem, Typing};
pub use draft::{
    DraftAdd, DraftBatchGet, DraftCount, DraftDelete, DraftGet, DraftId, DraftItem, DraftPage, DraftTotal,
    DraftUpdate, NewsArticle, NewsItem, NewsItems,
};
pub use mass::{
    MassAudience, MassContent, MassDelete, MassGet, MassJob, MassPreview, MassSend, MassSendAll, MassSpeed,
    MassSpeedGet, MassSpeedSet, MassState,
};
pub use media::{
    Material, MaterialAdd, MaterialBatchGet, MaterialCount, MaterialCounts, MaterialDelete, MaterialGet,
    MaterialItem, MaterialPage, MediaContent, MediaFile, MediaGet, MediaKind, MediaUpload, StoredMaterial,
    UploadImage, UploadedImage, UploadedMedia,
};
pub use menu::{
    Button, ConditionalMenu, CurrentSelfMenu, Menu, MenuCreate, MenuDelete, MenuGet, Menus, SelfMenu,
};
pub use notice::{MiniProgram, NoticeValue, SentTemplate, SubscribeSend, TemplateSend};
pub use publish::{
    FreePublishBatchGet, FreePublishDelete, FreePublishGet, FreePublishGetArticle, FreePublishPage,
    FreePublishState, FreePublishSubmit, PublishedItem, Submitted,
};
pub use tag::{
    Blacklist, BlacklistGet, CreatedTag, FollowerTags, Tag, TagCreate, TagDelete, TagIds, TagUpdate, Tagging,
    Tags, TagsGet, UsersOfTag,
};
pub use token::{AccessToken, StableToken};
pub use user::{
    Follower, Followers, OpenIds, UpdateRemark, UserGet, UserInfo, UserInfoBatchGet, UserInfoList,
};
